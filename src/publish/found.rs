//! What publishing finds that an editor can mend.

use std::collections::BTreeMap;

use super::MANIFEST;
use crate::diagnostic::{Finding, Place, Text, codes};

/// The findings of pictures that are damaged: why, by path from `content/`.
pub fn damaged(pictures: &BTreeMap<String, String>) -> Vec<Finding> {
    pictures.iter().map(|(path, reason)| damaged_picture(path, reason)).collect()
}

fn damaged_picture(path: &str, reason: &str) -> Finding {
    let message = Text::new(
        format!("{path} 已损坏，读不出整张图片：{reason}"),
        format!("{path} is damaged and cannot be read to its end: {reason}"),
    );
    Finding::new(codes::DAMAGED_PICTURE, Place::file(format!("content/{path}")), message).help(
        "从相机或手机重新复制原图，或用图片软件打开后另存，替换这个文件",
        "copy the picture anew from the camera or telephone, or open it in a picture program, save it again and put that in its place",
    )
}

/// The finding of a manifest that is not there any more; `folder` is the output folder.
pub fn missing(folder: &str) -> Finding {
    let message = Text::new(
        format!("发布清单不见了，不知道 {folder} 里哪些文件是 gongbao 写的"),
        format!("the manifest is gone, so that nobody knows which files of {folder} gongbao wrote"),
    );
    restore(Finding::new(codes::UNREADABLE_MANIFEST, Place::file(format!("{folder}/{MANIFEST}")), message), folder)
}

/// The finding of a manifest that cannot be read; `folder` is the output folder.
pub fn unreadable(manifest: &str, folder: &str) -> Finding {
    let message = Text::new(
        "发布清单读不懂，不知道这个目录里哪些文件是 gongbao 写的",
        "the manifest cannot be read, so that nobody knows which files of this folder gongbao wrote",
    );
    restore(Finding::new(codes::UNREADABLE_MANIFEST, Place::file(manifest), message), folder)
}

fn restore(finding: Finding, folder: &str) -> Finding {
    finding.help(
        format!(
            "从备份或 git 恢复这个文件；没有备份就把自己放进 {folder} 的文件（如 CNAME）移出来，删去整个 {folder}，重新 gongbao build，再放回去"
        ),
        format!(
            "restore this file from a backup or git; without one, move what you put into {folder} yourself (as CNAME) elsewhere, delete {folder}, run gongbao build, and put it back"
        ),
    )
}
