//! Images as they are published: without what cameras write into them, upright, and smaller ones as WebP for telephones.

use std::fs;
use std::io;
use std::sync::{Mutex, PoisonError};

use image::{DynamicImage, ImageDecoder, ImageReader, imageops::FilterType, metadata::Orientation};

use super::{Asset, metadata};

/// A picture of more pixels than this is refused: a small file may hold more than a machine has memory for.
pub const MAX_PIXELS: u64 = 100_000_000;
/// A picture of more pixels than this is decoded alone; a camera's are smaller.
const LARGE_PIXELS: u64 = 25_000_000;
/// Held while a large picture is in memory.
static ONE_LARGE: Mutex<()> = Mutex::new(());

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
    if metadata::moves(bytes) {
        return Vec::new();
    }
    let hash = blake3::hash(bytes).to_hex();
    let hash = hash.get(..8).unwrap_or("0");
    let last = WIDTHS.last().copied().unwrap_or_default().min(pixels.0);
    let widths = WIDTHS.into_iter().filter(|width| *width < last).chain([last]);
    widths.map(|width| (format!("{stem}-{width}.{hash}.webp"), width)).collect()
}

/// Why a file is not as it is to be published.
#[derive(Debug)]
pub enum Unmade {
    /// It cannot be read.
    Unread(io::Error),
    /// It is not the image that its name says: the decoder's word.
    Damaged(String),
}

/// The bytes of an image or attachment as it is published.
///
/// # Errors
/// When it cannot be read, or is not the image that its name says.
pub fn published(asset: &Asset) -> Result<Vec<u8>, Unmade> {
    let bytes = fs::read(&asset.on_disk).map_err(Unmade::Unread)?;
    match asset.made {
        Some(width) => made(&bytes, width).map_err(Unmade::Damaged),
        None if asset.pixels.is_some() => Ok(clean(bytes)),
        None => Ok(bytes),
    }
}

/// Why a picture cannot be read to its end, where smaller ones are to be made of it. What cannot be read at all is told
/// elsewhere.
pub fn damage(asset: &Asset) -> Option<String> {
    let bytes = fs::read(&asset.on_disk).ok().filter(|_| !asset.smaller.is_empty())?;
    decoded(&bytes, drop).err()
}

fn decoder(bytes: &[u8]) -> image::ImageResult<(impl ImageDecoder, Orientation)> {
    let mut decoder = ImageReader::new(io::Cursor::new(bytes)).with_guessed_format()?.into_decoder()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((decoder, orientation))
}

/// How many pixels a picture of this size has.
pub(super) fn pixels((width, height): (usize, usize)) -> u64 {
    let side = |side: usize| u64::try_from(side).unwrap_or(u64::MAX);
    side(width).saturating_mul(side(height))
}

/// Decodes a picture as it is shown and hands it to `use_it`. Of large ones there is one at a time in memory.
fn decoded<T>(bytes: &[u8], use_it: impl FnOnce(DynamicImage) -> T) -> Result<T, String> {
    let (decoder, orientation) = decoder(bytes).map_err(|error| error.to_string())?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS {
        return Err(format!("{width} × {height} pixels are too many"));
    }
    let _alone = (pixels > LARGE_PIXELS).then(|| ONE_LARGE.lock().unwrap_or_else(PoisonError::into_inner));
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| error.to_string())?;
    image.apply_orientation(orientation);
    Ok(use_it(image))
}

/// The image in a width, as WebP: photos with losses, drawings without.
fn made(bytes: &[u8], width: usize) -> Result<Vec<u8>, String> {
    let width = u32::try_from(width).unwrap_or(u32::MAX);
    let is_drawing = bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"GIF");
    decoded(bytes, |mut image| {
        if image.width() > width {
            let height = (u64::from(image.height()) * u64::from(width) / u64::from(image.width())).max(1);
            image = image.resize_exact(width, u32::try_from(height).unwrap_or(u32::MAX), FilterType::Lanczos3);
        }
        let pixels = image.into_rgba8();
        let encoder = webp::Encoder::from_rgba(&pixels, pixels.width(), pixels.height());
        if is_drawing { encoder.encode_lossless() } else { encoder.encode(QUALITY) }.to_vec()
    })
}

/// An image without what its camera wrote into it: as it was where it stands upright or moves, else turned and written
/// anew, as is one whose parts cannot be told apart. What cannot be understood at all stays as it is.
fn clean(bytes: Vec<u8>) -> Vec<u8> {
    let stands = decoder(&bytes).map_or(true, |(_, orientation)| orientation == Orientation::NoTransforms);
    let moves = metadata::moves(&bytes);
    let kept = metadata::left_out(&bytes).filter(|_| stands || moves);
    kept.or_else(|| written_anew(&bytes).filter(|_| !moves)).unwrap_or(bytes)
}

fn written_anew(bytes: &[u8]) -> Option<Vec<u8>> {
    let format = image::guess_format(bytes).ok()?;
    let written = decoded(bytes, |image| {
        let mut out = io::Cursor::new(Vec::new());
        image.write_to(&mut out, format).ok().map(|()| out.into_inner())
    });
    written.ok().flatten()
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
    use image::AnimationDecoder;
    use image::codecs::gif::{GifDecoder, GifEncoder};
    use image::codecs::png::PngDecoder;
    use image::codecs::webp::WebPDecoder;

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
        assert_eq!(image::load_from_memory(&small).expect("an image").height(), 200);
    }

    /// A drawing of one colour.
    fn drawing(format: image::ImageFormat, width: u32, height: u32) -> Vec<u8> {
        let mut out = io::Cursor::new(Vec::new());
        let image = image::RgbaImage::from_pixel(width, height, image::Rgba([20, 90, 40, 255]));
        DynamicImage::from(image).write_to(&mut out, format).expect("written");
        out.into_inner()
    }

    /// A GIF of this many frames.
    fn gif(frames: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let frame = || image::Frame::new(image::RgbaImage::from_pixel(900, 600, image::Rgba([20, 90, 40, 255])));
        GifEncoder::new(&mut out).encode_frames((0..frames).map(|_| frame())).expect("written");
        out
    }

    /// The sum behind a chunk of a PNG.
    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        !bytes.iter().fold(!0, |crc: u32, byte| (0..8).fold(crc ^ u32::from(*byte), step))
    }

    /// A PNG of this many frames, with each frame's data once more.
    fn png(frames: u32) -> Vec<u8> {
        let chunk = |kind: &[u8], data: &[u8]| {
            let told = [kind, data].concat();
            [&u32::try_from(data.len()).expect("short").to_be_bytes(), told.as_slice(), &crc(&told).to_be_bytes()]
                .concat()
        };
        let still = drawing(image::ImageFormat::Png, 900, 600);
        let at = |kind: &[u8]| still.windows(4).position(|window| window == kind).expect("a chunk") - 4;
        let (data, end) = (at(b"IDAT"), at(b"IEND"));
        let pixels = &still[data + 8..end - 4];
        let control = |n: u32| {
            let size = [n.to_be_bytes(), 900_u32.to_be_bytes(), 600_u32.to_be_bytes(), [0; 4], [0; 4]].concat();
            chunk(b"fcTL", &[size.as_slice(), &[0, 1, 0, 10, 0, 0]].concat())
        };
        let mut out = [&still[..data], &chunk(b"acTL", &[frames.to_be_bytes(), [0; 4]].concat()), &control(0)].concat();
        out.extend(&still[data..end]);
        for n in 1..frames {
            out.extend(control(2 * n - 1));
            out.extend(chunk(b"fdAT", &[&(2 * n).to_be_bytes(), pixels].concat()));
        }
        [out, still[end..].to_vec()].concat()
    }

    /// A WebP of this many frames.
    fn webp(frames: usize) -> Vec<u8> {
        let chunk = |kind: &[u8], data: &[u8]| {
            [kind, &u32::try_from(data.len()).expect("short").to_le_bytes(), data, &[0][..data.len() % 2]].concat()
        };
        let still = drawing(image::ImageFormat::WebP, 900, 600);
        let size = [900 - 1_u32, 600 - 1].map(|side| side.to_le_bytes()[..3].to_vec()).concat();
        let frame = chunk(b"ANMF", &[&[0; 6], size.as_slice(), &[50, 0, 0, 0], &still[12..]].concat());
        let head = chunk(b"VP8X", &[&[0x12, 0, 0, 0], size.as_slice()].concat());
        let body = [b"WEBP", head.as_slice(), &chunk(b"ANIM", &[0; 6]), &frame.repeat(frames)].concat();
        chunk(b"RIFF", &body)
    }

    fn frames<'a>(decoder: impl AnimationDecoder<'a>) -> usize {
        decoder.into_frames().collect_frames().expect("frames").len()
    }

    #[test]
    fn what_moves_keeps_moving() {
        let cursor = |bytes: &[u8]| io::Cursor::new(bytes.to_vec());
        let of_gif = |bytes: &[u8]| frames(GifDecoder::new(cursor(bytes)).expect("a gif"));
        let of_png = |bytes: &[u8]| frames(PngDecoder::new(cursor(bytes)).expect("a png").apng().expect("moves"));
        let of_webp = |bytes: &[u8]| frames(WebPDecoder::new(cursor(bytes)).expect("a webp"));
        for (name, count, bytes) in [
            ("images/a.gif", &of_gif as &dyn Fn(&[u8]) -> usize, gif(3)),
            ("images/a.png", &of_png, png(3)),
            ("images/a.webp", &of_webp, webp(3)),
        ] {
            assert_eq!(count(&bytes), 3, "{name}: a moving picture to begin with");
            assert!(smaller(name, &bytes, (900, 600)).is_empty(), "{name}");
            assert_eq!(count(&clean(bytes)), 3, "{name}");
        }
    }

    #[test]
    fn what_has_one_frame_is_made_smaller() {
        for (name, bytes) in [("images/a.gif", gif(1)), ("images/a.png", png(1)), ("images/a.webp", webp(1))] {
            assert_eq!(smaller(name, &bytes, (900, 600)).len(), 2, "{name}");
            let small = made(&bytes, 480).expect(name);
            assert_eq!(image::load_from_memory(&small).expect("an image").width(), 480, "{name}");
        }
    }

    #[test]
    fn large_pictures_are_in_memory_one_at_a_time() {
        let grey = |width: u32, height: u32| {
            let mut out = io::Cursor::new(Vec::new());
            let image = DynamicImage::from(image::GrayImage::new(width, height));
            image.write_to(&mut out, image::ImageFormat::Png).expect("written");
            out.into_inner()
        };
        let is_alone = |bytes: &[u8]| decoded(bytes, |_| ONE_LARGE.try_lock().is_err()).expect("an image");
        assert!(is_alone(&grey(6000, 4200)));
        assert!(!is_alone(&grey(60, 42)));
        // A head that says 30,000 × 30,000: refused before anything is decoded.
        let mut bytes = grey(60, 42);
        bytes.splice(16..24, [30_000_u32.to_be_bytes(), 30_000_u32.to_be_bytes()].concat());
        let sum = crc(&bytes[12..29]).to_be_bytes();
        bytes.splice(29..33, sum);
        assert_eq!(made(&bytes, 480), Err("30000 × 30000 pixels are too many".to_owned()));
        assert_eq!(pixels((30_000, 30_000)), 900_000_000);
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
