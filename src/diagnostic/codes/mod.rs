//! Codes of what is found while files and records are read: one file each, with its page. Those of the rules over the
//! whole bulletin stand with their rule in `check/rules/`. A code is never used for something else again.
//!
//! Areas: 01 files and syntax · 02 values · 03 references and addresses · 04 figures · 05 dates and duties ·
//! 06 language · 07 links and pages · 08 personal data and lawful wording · 09 theme. The name says the fault.

use super::Code;

macro_rules! codes {
    ($($constant:ident = $file:ident;)+) => {
        $(mod $file;)+
        $(pub use $file::CODE as $constant;)+
        /// All of them, in order.
        pub const ALL: &[Code] = &[$($constant),+];
    };
}

codes! {
    UNREADABLE = unreadable_file;
    NOT_UTF8 = not_utf8;
    EMPTY_FILE = empty_file;
    TOO_LARGE = file_too_large;
    BYTE_ORDER_MARK = byte_order_mark;
    SYMLINK = symbolic_link;
    NOT_REGULAR = no_regular_file;
    TOO_MANY_PIXELS = too_many_pixels;
    YAML_SYNTAX = yaml_syntax;
    FULL_WIDTH_COLON = full_width_colon;
    TAB = tab_indentation;
    NO_FRONT_MATTER = no_front_matter;
    NO_SECTION = file_outside_sections;
    NOT_PUBLISHED = type_not_published;
    CONFLICT_MARKER = conflict_marker;
    NO_CONFIGURATION = no_configuration;
    NEWER_VERSION = newer_version;
    OLDER_VERSION = older_version;
    HIDDEN_CHARACTER = hidden_character;
    UNCLOSED_QUOTE = unclosed_reference_in_text;
    JSON_SYNTAX = json_syntax;
    DAMAGED_PICTURE = damaged_picture;
    UNREADABLE_MANIFEST = unreadable_manifest;
    UNKNOWN_KEY = unknown_key;
    MISSING_KEY = missing_key;
    WRONG_TYPE = wrong_type;
    DUPLICATE_KEY = duplicate_key;
    UNKNOWN_VALUE = unknown_value;
    BAD_DATE = bad_date;
    BAD_QUANTITY = bad_quantity;
    BAD_ID = bad_id;
    EMPTY_TEXT = empty_text;
    BAD_ADDRESS = bad_web_address;
    WRONG_FORMAT = wrong_format_in_text;
    BAD_GEOMETRY = bad_geometry;
    BAD_COORDINATES = bad_coordinates;
    NO_MAP_APPROVAL = no_map_approval;
    DUPLICATE_ID = duplicate_id;
    UNKNOWN_REFERENCE = unknown_reference;
    WRONG_KIND = wrong_kind_of_reference;
    REFERENCE_TO_DRAFT = reference_to_draft;
    UNKNOWN_DOCUMENT = unknown_document;
    SAME_ADDRESS = same_address;
    ALTERED_RECORD = altered_record;
    UNKNOWN_QUOTE = unknown_reference_in_text;
    UNKNOWN_RULE = unknown_rule;
    FIXED_RULE = fixed_rule;
    UNUSED_EXCEPTION = unused_exception;
    EXCEPTION_WITHOUT_REASON = exception_without_reason;
    NOT_A_FIGURE = not_a_figure;
    UNKNOWN_QUOTED_VALUE = value_not_known;
    MISSING_FILE = missing_file;
    PRIVATE_QUOTE = private_field_in_text;
    PLACEHOLDER_LEFT = placeholder_left;
    TEMPLATE = template_error;
    UNKNOWN_THEME = unknown_theme;
    MISSING_STRING = missing_string;
    WITHOUT_EFFECT = theme_part_without_effect;
    SCRIPT = script_error;
    STYLE = style_not_published;
}
