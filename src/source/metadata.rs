//! What a picture file holds besides the picture: position, names, comments, a first sketch of it, a second image behind
//! its end. Only the parts that a picture is drawn with are kept, so that what is not known is left out too.

/// The parts of `bytes` that the picture is drawn with: JPEG, PNG, WebP and GIF. `None` where they cannot be told apart.
pub(super) fn left_out(bytes: &[u8]) -> Option<Vec<u8>> {
    match bytes {
        [0xFF, 0xD8, ..] => jpeg(bytes),
        [0x89, b'P', b'N', b'G', ..] => png(bytes),
        [b'R', b'I', b'F', b'F', ..] => webp(bytes),
        [b'G', b'I', b'F', ..] => gif(bytes),
        _ => None,
    }
}

/// A number of two bytes and what follows it.
fn short(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((usize::from(u16::from_be_bytes(*number)), rest))
}

/// Segments up to the end of the image: frames, tables, scans; of what applications write JFIF, ICC and Adobe's colours.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.get(2..)?;
    let mut out = vec![0xFF, 0xD8];
    loop {
        let at = rest.windows(2).position(|pair| matches!(pair, [0xFF, 1..=0xFE]));
        let Some((marker, after)) = at.and_then(|at| Some((*rest.get(at + 1)?, rest.get(at + 2..)?))) else { break };
        match marker {
            0xD9 => break,
            0x01 | 0xD0..=0xD8 => rest = after,
            _ => {
                let (segment, after) = after.split_at_checked(short(after)?.0)?;
                if is_drawn(marker, segment.get(2..)?) {
                    out.extend([0xFF, marker]);
                    out.extend(segment);
                }
                rest = after;
            }
        }
        if marker == 0xDA {
            let (scan, after) = rest.split_at_checked(scan_length(rest))?;
            out.extend(scan);
            rest = after;
        }
    }
    out.extend([0xFF, 0xD9]);
    Some(out)
}

fn is_drawn(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xC0..=0xDF => true,
        0xE0 => content.starts_with(b"JFIF\0"),
        0xE2 => content.starts_with(b"ICC_PROFILE\0"),
        0xEE => content.starts_with(b"Adobe"),
        _ => false,
    }
}

/// Bytes up to the first marker that is neither a stuffed byte nor a restart.
fn scan_length(bytes: &[u8]) -> usize {
    let is_end = |pair: &[u8]| matches!(pair, [0xFF, 1..=0xCF | 0xD8..=0xFE]);
    bytes.windows(2).position(is_end).unwrap_or(bytes.len())
}

/// Whether a picture moves: GIF, PNG or WebP with more than one frame. Nothing is decoded for it.
pub(super) fn moves(bytes: &[u8]) -> bool {
    match bytes {
        [b'G', b'I', b'F', ..] => {
            let mut rest = gif_head(bytes).map_or(&[][..], |(_, rest)| rest);
            let blocks = std::iter::from_fn(|| {
                let (block, after) = gif_block(rest)?;
                rest = after;
                Some(block)
            });
            blocks.filter(|block| block.first() == Some(&0x2C)).nth(1).is_some()
        }
        [0x89, b'P', b'N', b'G', ..] => {
            let mut rest = bytes.get(8..).unwrap_or_default();
            while let Some((kind, chunk, after)) = png_chunk(rest).filter(|(kind, ..)| *kind != b"IDAT") {
                if kind == b"acTL" {
                    return chunk.get(8..).and_then(<[u8]>::first_chunk).is_some_and(|n| u32::from_be_bytes(*n) > 1);
                }
                rest = after;
            }
            false
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', rest @ ..] => {
            let mut rest = rest;
            let chunks = std::iter::from_fn(|| {
                let (kind, _, after) = webp_chunk(rest)?;
                rest = after;
                Some(kind)
            });
            chunks.filter(|kind| *kind == b"ANMF").nth(1).is_some()
        }
        _ => false,
    }
}

/// The first chunk of what stands behind the signature of a PNG: its kind, the whole of it, and what follows it.
fn png_chunk(rest: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (length, _) = rest.split_first_chunk()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
    Some((chunk.get(4..)?.first_chunk()?, chunk, after))
}

/// The first chunk of what stands behind the head of a WebP: its kind, the whole of it, and what follows it.
fn webp_chunk(rest: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (kind, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*after.first_chunk()?)).ok()?;
    let padded = length.checked_add(length % 2)?.checked_add(8)?;
    let (chunk, after) = rest.split_at_checked(padded.min(rest.len()))?;
    (chunk.len() >= length + 8).then_some((kind, chunk, after))
}

/// Bytes of a table of colours, by the flags before it.
fn gif_table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// The head of a GIF with its table of colours, and what follows it.
fn gif_head(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    bytes.split_at_checked(13 + gif_table(*bytes.get(10)?))
}

/// The first block of what stands behind the head of a GIF, and what follows it. `None` where no block begins, or it has
/// no end.
fn gif_block(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut length = match rest {
        [0x2C, ..] => 11 + gif_table(*rest.get(9)?),
        [0x21, ..] => 2,
        _ => return None,
    };
    while let size @ 1.. = usize::from(*rest.get(length)?) {
        length += size + 1;
    }
    rest.split_at_checked(length + 1)
}

/// Chunks of the picture, its colours, and of animation.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const DRAWN: [&[u8; 4]; 19] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
        b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT", b"hIST",
    ];
    let (signature, mut rest) = bytes.split_at_checked(8)?;
    let mut out = signature.to_vec();
    loop {
        let (kind, chunk, after) = png_chunk(rest)?;
        if DRAWN.contains(&kind) {
            out.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        rest = after;
    }
}

/// Chunks of the picture; the head of an extended file no longer says that there are EXIF and XMP.
fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    const DRAWN: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    let length = usize::try_from(u32::from_le_bytes(*bytes.get(4..)?.first_chunk()?)).ok()?;
    let mut rest = bytes.get(8..length.checked_add(8)?)?.strip_prefix(b"WEBP")?;
    let mut body = b"WEBP".to_vec();
    while rest.len() >= 4 {
        let (kind, chunk, after) = webp_chunk(rest)?;
        if DRAWN.contains(&kind) {
            let from = body.len();
            body.extend(chunk);
            if let Some(flags) = body.get_mut(from + 8).filter(|_| kind == b"VP8X") {
                *flags &= !0b1100;
            }
        }
        rest = after;
    }
    let length = u32::try_from(body.len()).ok()?.to_le_bytes();
    Some([b"RIFF".as_slice(), &length, &body].concat())
}

/// Blocks of the pictures, with how they follow one another; no comments, and of applications how often to repeat.
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = gif_head(bytes)?;
    let mut out = head.to_vec();
    while let [0x2C | 0x21, ..] = rest {
        let (block, after) = gif_block(rest)?;
        let is_drawn = match block.get(1) {
            Some(0xFE) => false,
            Some(0xFF) => block.get(3..).is_some_and(|name| name.starts_with(b"NETSCAPE2.0")),
            _ => true,
        };
        if is_drawn || block.first() == Some(&0x2C) {
            out.extend(block);
        }
        rest = after;
    }
    out.push(0x3B);
    Some(out)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat, RgbImage};
    use proptest::prelude::*;

    use super::*;

    const SECRET: &[u8] = b"SECRET exif:GPSLatitude 39,54N";

    fn drawn(format: ImageFormat) -> Vec<u8> {
        let image = RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8 * 5, y as u8 * 7, 90]));
        let mut out = Cursor::new(Vec::new());
        DynamicImage::from(image).write_to(&mut out, format).expect("written");
        out.into_inner()
    }

    fn pixels(bytes: &[u8]) -> RgbImage {
        image::load_from_memory(bytes).expect("an image").to_rgb8()
    }

    fn says(bytes: &[u8]) -> bool {
        bytes.windows(6).any(|window| window == b"SECRET")
    }

    /// `bytes` with `parts` put in at `at`: without them they are what they were, and show the same.
    fn check(bytes: &[u8], at: usize, parts: &[u8], behind: &[u8]) {
        let told = [&bytes[..at], parts, &bytes[at..], behind].concat();
        assert!(says(&told));
        let clean = left_out(&told).expect("understood");
        assert!(!says(&clean), "{}", String::from_utf8_lossy(&clean));
        assert!(clean == bytes, "nothing else is left out");
        assert_eq!(pixels(&clean), pixels(bytes));
    }

    fn segment(marker: u8, start: &[u8]) -> Vec<u8> {
        let length = u16::try_from(start.len() + SECRET.len() + 2).expect("short").to_be_bytes();
        [&[0xFF, marker], length.as_slice(), start, SECRET].concat()
    }

    #[test]
    fn a_jpeg_tells_nothing() {
        let bytes = drawn(ImageFormat::Jpeg);
        let xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0");
        let all = [
            segment(0xE1, b"Exif\0\0"),
            xmp.clone(),
            segment(0xED, b"Photoshop 3.0\08BIM"),
            segment(0xFE, b""),
            segment(0xE2, b"MPF\0"),
            segment(0xE0, b"JFXX\0"),
            segment(0xE7, b""),
        ];
        // A telephone's second image, and what it knows, stand behind the end of the first.
        let second = [&[0xFF, 0xD8][..], &xmp, &[0xFF, 0xD9]].concat();
        check(&bytes, 2, &all.concat(), &second);
        let scan = bytes.windows(2).position(|pair| pair == [0xFF, 0xDA]).expect("a scan");
        check(&bytes, scan, &all.concat(), b"SECRET");
        let profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01");
        let kept = left_out(&[&bytes[..2], &profile, &bytes[2..]].concat()).expect("understood");
        assert!(says(&kept), "the profile of its colours stays");
    }

    #[test]
    fn a_png_tells_nothing() {
        let bytes = drawn(ImageFormat::Png);
        let chunk = |kind: &[u8]| [&(SECRET.len() as u32).to_be_bytes(), kind, SECRET, &[0; 4]].concat();
        let all: Vec<u8> =
            ["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "prVt"].iter().flat_map(|kind| chunk(kind.as_bytes())).collect();
        check(&bytes, 33, &all, SECRET);
    }

    #[test]
    fn a_webp_tells_nothing() {
        let plain = drawn(ImageFormat::WebP);
        let file = |flags: u8, more: &[u8]| {
            let head =
                [b"WEBPVP8X\x0a\0\0\0".as_slice(), &[flags, 0, 0, 0, 39, 0, 0, 29, 0, 0], &plain[12..], more].concat();
            [b"RIFF", (head.len() as u32).to_le_bytes().as_slice(), &head].concat()
        };
        let chunk = |kind: &[u8]| [kind, &(SECRET.len() as u32).to_le_bytes(), SECRET].concat();
        let told = file(0b1100, &[chunk(b"EXIF"), chunk(b"XMP ")].concat());
        let clean = left_out(&[&told, SECRET].concat()).expect("understood");
        assert!(!says(&clean) && clean == file(0, b""));
        assert_eq!(pixels(&clean), pixels(&plain));
    }

    #[test]
    fn a_gif_tells_nothing() {
        let one: &[u8] =
            b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b";
        let block = |label: &[u8]| [&[0x21], label, &[SECRET.len() as u8], SECRET, &[0]].concat();
        let told = [&one[..19], &block(b"\xfe"), &block(b"\xff\x0bXMP DataXMP"), &one[19..], SECRET].concat();
        assert_eq!(left_out(&told).expect("understood"), one);
        let repeats = [&one[..19], b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0", &one[19..]].concat();
        assert_eq!(left_out(&repeats).expect("understood"), repeats);
    }

    proptest! {
        /// Whatever stands in a file, it is read to its end or refused.
        #[test]
        fn nothing_panics(kind in 0..4_usize, at in 0..800_usize, byte in any::<u8>(), cut in 0..900_usize) {
            let formats = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
            let mut bytes = formats.get(kind).map_or_else(|| b"GIF89a\x01\0\x01\0\x80\0\0".to_vec(), |format| drawn(*format));
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = left_out(&bytes);
            bytes.truncate(cut);
            let _ = left_out(&bytes);
        }
    }
}
