//! Images as they are published: without what cameras write into them, upright, and smaller ones as WebP for telephones.

use std::fs;
use std::io;

use image::codecs::gif::GifDecoder;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageReader, imageops::FilterType, metadata::Orientation};

use super::{Asset, metadata};

/// Widths in pixels that images are made in; also the image's own, when it is not wider than the last.
const WIDTHS: [usize; 4] = [480, 960, 1440, 1920];
/// Quality of photos as WebP, of 100.
const QUALITY: f32 = 78.0;

/// The smaller images that are made of one, each with its width and a path that carries the hash of the original, so
/// that what was made once is not made again.
pub(super) fn smaller(path: &str, bytes: &[u8], pixels: (usize, usize)) -> Vec<(String, usize)> {
    let Some((stem, "jpg" | "jpeg" | "png" | "webp" | "gif")) = path.rsplit_once('.') else {
        return Vec::new();
    };
    // What moves stays as it is.
    if bytes.starts_with(b"GIF") && !is_still(bytes) {
        return Vec::new();
    }
    let hash = blake3::hash(bytes).to_hex();
    let hash = hash.get(..8).unwrap_or("0");
    let last = WIDTHS.last().copied().unwrap_or_default().min(pixels.0);
    let widths = WIDTHS.into_iter().filter(|width| *width < last).chain([last]);
    widths.map(|width| (format!("{stem}-{width}.{hash}.webp"), width)).collect()
}

/// Whether a GIF has one frame.
fn is_still(bytes: &[u8]) -> bool {
    let frames = GifDecoder::new(io::Cursor::new(bytes)).map(|decoder| decoder.into_frames().take(2).count());
    frames.is_ok_and(|frames| frames == 1)
}

/// The bytes of an image or attachment as it is published.
///
/// # Errors
/// When it cannot be read, or is not the image that its name says.
pub fn published(asset: &Asset) -> io::Result<Vec<u8>> {
    let bytes = fs::read(&asset.on_disk)?;
    match asset.made {
        Some(width) => made(&bytes, width).map_err(io::Error::other),
        None if asset.pixels.is_some() => Ok(clean(bytes)),
        None => Ok(bytes),
    }
}

fn decoder(bytes: &[u8]) -> image::ImageResult<(impl ImageDecoder, Orientation)> {
    let mut decoder = ImageReader::new(io::Cursor::new(bytes)).with_guessed_format()?.into_decoder()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((decoder, orientation))
}

/// The image as it is shown.
fn decoded(bytes: &[u8]) -> image::ImageResult<DynamicImage> {
    let (decoder, orientation) = decoder(bytes)?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    Ok(image)
}

/// The image in a width, as WebP: photos with losses, drawings without.
fn made(bytes: &[u8], width: usize) -> Result<Vec<u8>, String> {
    let mut image = decoded(bytes).map_err(|error| error.to_string())?;
    let width = u32::try_from(width).unwrap_or(u32::MAX);
    if image.width() > width {
        let height = (u64::from(image.height()) * u64::from(width) / u64::from(image.width())).max(1);
        image = image.resize_exact(width, u32::try_from(height).unwrap_or(u32::MAX), FilterType::Lanczos3);
    }
    let is_drawing = bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"GIF");
    let pixels = image.to_rgba8();
    let encoder = webp::Encoder::from_rgba(&pixels, pixels.width(), pixels.height());
    Ok(if is_drawing { encoder.encode_lossless() } else { encoder.encode(QUALITY) }.to_vec())
}

/// An image without what its camera wrote into it: as it was where it stands upright, else turned and written anew, as
/// is one whose parts cannot be told apart. What cannot be understood at all stays as it is.
fn clean(bytes: Vec<u8>) -> Vec<u8> {
    let stands = decoder(&bytes).map_or(true, |(_, orientation)| orientation == Orientation::NoTransforms);
    let kept = metadata::left_out(&bytes).filter(|_| stands);
    let moves = bytes.starts_with(b"GIF") && !is_still(&bytes);
    kept.or_else(|| written_anew(&bytes).filter(|_| !moves)).unwrap_or(bytes)
}

fn written_anew(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = io::Cursor::new(Vec::new());
    decoded(bytes).ok()?.write_to(&mut out, image::guess_format(bytes).ok()?).ok()?;
    Some(out.into_inner())
}

/// Whether an image was copied to its end, as its format marks it; what has no such mark is taken for whole.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let last = |mark: &[u8]| bytes.windows(mark.len()).rposition(|window| window == mark);
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => last(b"IEND").is_some(),
        // A photo in the head of a photo ends before the scan begins.
        [0xFF, 0xD8, ..] => last(&[0xFF, 0xD9]).zip(last(&[0xFF, 0xDA])).is_some_and(|(end, scan)| end > scan),
        [b'R', b'I', b'F', b'F', a, b, c, d, ..] => {
            let length = u32::from_le_bytes([*a, *b, *c, *d]);
            u64::try_from(bytes.len()).is_ok_and(|bytes| u64::from(length) + 8 <= bytes)
        }
        [b'G', b'I', b'F', ..] => bytes.iter().rev().find(|byte| **byte != 0) == Some(&0x3B),
        _ => true,
    }
}

/// Width and height as an image is shown: a camera held upright writes them the other way round.
pub(super) fn upright(bytes: &[u8], (width, height): (usize, usize)) -> (usize, usize) {
    let exif = exif::Reader::new().read_from_container(&mut io::Cursor::new(bytes)).ok();
    let orientation = exif.and_then(|exif| {
        let field = exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?;
        field.value.get_uint(0)
    });
    if orientation.is_some_and(|orientation| (5..=8).contains(&orientation)) {
        (height, width)
    } else {
        (width, height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A photo of 600 × 300, red on the left, that a camera says to turn to the right.
    fn photo() -> Vec<u8> {
        let image =
            image::RgbImage::from_fn(600, 300, |x, _| image::Rgb(if x < 300 { [200, 20, 20] } else { [20, 20, 200] }));
        let mut out = io::Cursor::new(Vec::new());
        DynamicImage::from(image).write_to(&mut out, image::ImageFormat::Jpeg).expect("written");
        let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
        tiff.extend([0, 6, 0, 0, 0, 0, 0, 0]);
        let length = u16::try_from(tiff.len() + 8).expect("short").to_be_bytes();
        let written = out.into_inner();
        [&written[..2], &[0xFF, 0xE1], &length, b"Exif\0\0", &tiff, &written[2..]].concat()
    }

    #[test]
    fn a_photo_stands_upright_without_what_its_camera_wrote() {
        let bytes = photo();
        assert_eq!(upright(&bytes, (600, 300)), (300, 600));
        let clean = clean(bytes.clone());
        assert!(!clean.windows(4).any(|window| window == b"Exif"));
        let image = image::load_from_memory(&clean).expect("an image");
        assert_eq!((image.width(), image.height()), (300, 600));
        assert!(image.to_rgb8().get_pixel(150, 50)[0] > 150, "red is above");
        let small = made(&bytes, 100).expect("made");
        assert!(small.len() < bytes.len());
        assert_eq!(decoded(&small).expect("an image").height(), 200);
    }

    #[test]
    fn a_gif_is_made_smaller_unless_it_moves() {
        let frame = || image::Frame::new(image::RgbaImage::from_pixel(900, 600, image::Rgba([20, 90, 40, 255])));
        let written = |frames: Vec<image::Frame>| {
            let mut out = Vec::new();
            image::codecs::gif::GifEncoder::new(&mut out).encode_frames(frames).expect("written");
            out
        };
        let (still, moving) = (written(vec![frame()]), written(vec![frame(), frame()]));
        assert_eq!(smaller("images/a.gif", &still, (900, 600)).len(), 2);
        assert!(smaller("images/a.gif", &moving, (900, 600)).is_empty());
        assert_eq!(decoded(&made(&still, 480).expect("made")).expect("an image").width(), 480);
        let frames =
            |bytes: &[u8]| GifDecoder::new(io::Cursor::new(bytes.to_vec())).expect("a gif").into_frames().count();
        assert_eq!(frames(&clean(moving)), 2);
    }

    #[test]
    fn images_that_were_cut_off_are_not_whole() {
        let image = DynamicImage::from(image::RgbImage::from_fn(64, 64, |x, y| {
            image::Rgb([u8::try_from(x * y % 251).expect("small"), 9, 9])
        }));
        for format in [image::ImageFormat::Png, image::ImageFormat::Jpeg, image::ImageFormat::WebP] {
            let mut out = io::Cursor::new(Vec::new());
            image.write_to(&mut out, format).expect("written");
            let bytes = out.into_inner();
            assert!(is_whole(&bytes), "{format:?}");
            assert!(!is_whole(bytes.get(..bytes.len() * 3 / 4).expect("a part")), "{format:?}");
        }
        assert!(is_whole(&photo()) && !is_whole(b"GIF89a cut"));
    }

    #[test]
    fn widths_do_not_exceed_the_image() {
        let widths =
            |pixels| smaller("images/a.png", b"x", pixels).into_iter().map(|(_, width)| width).collect::<Vec<_>>();
        assert_eq!(widths((960, 540)), [480, 960]);
        assert_eq!(widths((300, 200)), [300]);
        assert_eq!(widths((4000, 3000)), [480, 960, 1440, 1920]);
        assert!(smaller("a.avif", b"x", (960, 540)).is_empty());
        assert!(made(b"no image", 100).is_err());
        assert_eq!(clean(b"no image".to_vec()), b"no image");
    }
}
