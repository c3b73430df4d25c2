import CXlsxWriter

/// The formats of a sheet's cells. The library gives each its number when the workbook is closed.
struct SheetStyles {
  let heading: Workbook.Style?
  let moment: Workbook.Style?
  let date: Workbook.Style?
  /// Texts of several lines.
  let wrapped: Workbook.Style?
  /// Everything else; nil: as programs show it.
  let plain: Workbook.Style?
  /// Cells that people fill in.
  let entry: Workbook.Style?
  private let tones: [Mark.Tone: Workbook.Style?]
  /// The line above the first row that can wait.
  let line: Workbook.Style?

  init(_ workbook: UnsafeMutablePointer<lxw_workbook>, isLaidOut: Bool) {
    func style(_ set: (Workbook.Style?) -> Void) -> Workbook.Style? {
      let format = workbook_add_format(workbook)
      if isLaidOut { format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue)) }
      set(format)
      return format
    }
    heading = style {
      format_set_bold($0)
      guard isLaidOut else { return }
      format_set_text_wrap($0)
      format_set_bg_color($0, 0xE7E6E6)
    }
    moment = style {
      format_set_num_format($0, "yyyy-mm-dd hh:mm")
      if isLaidOut { format_set_align($0, UInt8(LXW_ALIGN_LEFT.rawValue)) }
    }
    date = style { format_set_num_format($0, "yyyy-mm-dd") }
    wrapped = style { format_set_text_wrap($0) }
    guard isLaidOut else {
      (plain, entry, line, tones) = (nil, nil, nil, [:])
      return
    }
    plain = style { _ in }
    entry = style {
      format_set_text_wrap($0)
      format_set_bg_color($0, 0xFFFBE6)
      format_set_border($0, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_border_color($0, 0xBFBFBF)
    }
    func tone(_ set: (Workbook.Style?) -> Void) -> Workbook.Style? {
      let format = workbook_add_format(workbook)
      set(format)
      return format
    }
    line = tone { format_set_top($0, UInt8(LXW_BORDER_THIN.rawValue)) }
    tones = [
      .late: tone {
        format_set_bold($0)
        format_set_font_color($0, 0xB00020)
      },
      .warning: tone { format_set_bg_color($0, 0xFCE4D6) },
      .later: tone { format_set_font_color($0, 0x6B6B6B) },
    ]
  }

  func tone(_ tone: Mark.Tone) -> Workbook.Style? { tones[tone] ?? nil }
}
