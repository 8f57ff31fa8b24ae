//! How much of a file is read, whatever it claims about itself.
//!
//! The largest file that is meant to come in has 100,000 rows of actions, which is 10 MB packed and
//! 143 MB unpacked; a workbook that grew out of the template has more parts and more formats.

/// Bytes of a file: 100,000 rows of JSON are about 100 MB.
pub const FILE_BYTES_MAX: usize = 128 << 20;

/// Bytes of a workbook, which is packed.
pub const WORKBOOK_BYTES_MAX: usize = 32 << 20;

/// Parts of a workbook.
pub(crate) const PARTS_MAX: usize = 500;

/// Bytes of all parts, unpacked.
pub(crate) const UNPACKED_BYTES_MAX: u64 = 256 << 20;

/// How many times larger a part may become, from [`RATIO_FROM_BYTES`] on.
pub(crate) const RATIO_MAX: u64 = 100;

/// Small parts of equal text may be packed as well as they can be.
pub(crate) const RATIO_FROM_BYTES: u64 = 1 << 20;

/// Bytes of a part outside its cells and shared texts, and of one that is not XML.
pub(crate) const FRAME_BYTES_MAX: u64 = 8 << 20;

/// Bytes of one tag, or of the text between two.
pub(crate) const EVENT_BYTES_MAX: u64 = 256 << 10;

/// Bytes of a cell, or of a shared text, with its tags.
pub(crate) const CELL_BYTES_MAX: u64 = 512 << 10;

/// Elements inside each other.
pub(crate) const DEPTH_MAX: usize = 64;

/// Elements of all parts outside cells and shared texts.
pub(crate) const ELEMENTS_MAX: u64 = 400_000;

/// Sheets of a workbook.
pub(crate) const SHEETS_MAX: u64 = 64;

/// Rows of all sheets.
pub(crate) const ROWS_MAX: u64 = 300_000;

/// Cells of all sheets in which something stands.
pub(crate) const CELLS_MAX: u64 = 3_500_000;

/// Cells of all sheets that have a format at most.
pub(crate) const EMPTY_CELLS_MAX: u64 = 500_000;

/// Texts that cells share.
pub(crate) const STRINGS_MAX: u64 = 500_000;

/// Bytes of the texts that cells share, with their tags.
pub(crate) const STRING_BYTES_MAX: u64 = 24 << 20;

/// Rows of a sheet, by the format.
pub(crate) const SHEET_ROWS: u32 = 1_048_576;

/// Columns of a sheet, by the format.
pub(crate) const SHEET_COLUMNS: u32 = 16_384;

/// Characters of a cell, by the format.
pub(crate) const CELL_CHARACTERS: usize = 32_767;

/// Bytes of text that are kept of a file, however often its cells share a text.
pub(crate) const TEXT_BYTES_MAX: usize = 40 << 20;

/// Rows of a table that are kept of a file.
pub(crate) const TABLE_ROWS_MAX: usize = 200_000;

/// Lines of a file without a table's header, after which it is not looked for any more.
pub(crate) const LINES_BEFORE_HEADER_MAX: u32 = 2_000;
