#include "loading.h"
#include "shim.h"

// libxlsxwriter is loaded when the first of these is called, so that commands without it pay nothing for it.

LIBRARY("libxlsxwriter.so." LXW_SOVERSION)

FORWARD(void, format_set_align, (lxw_format *format, uint8_t alignment), (format, alignment))
FORWARD(void, format_set_bg_color, (lxw_format *format, lxw_color_t color), (format, color))
FORWARD(void, format_set_bold, (lxw_format *format), (format))
FORWARD(void, format_set_border, (lxw_format *format, uint8_t style), (format, style))
FORWARD(void, format_set_border_color, (lxw_format *format, lxw_color_t color), (format, color))
FORWARD(void, format_set_font_color, (lxw_format *format, lxw_color_t color), (format, color))
FORWARD(void, format_set_num_format, (lxw_format *format, const char *num_format), (format, num_format))
FORWARD(void, format_set_text_wrap, (lxw_format *format), (format))
FORWARD(void, format_set_top, (lxw_format *format, uint8_t style), (format, style))
FORWARD(char *, lxw_strerror, (lxw_error error_num), (error_num))
FORWARD(lxw_format *, workbook_add_format, (lxw_workbook *workbook), (workbook))
FORWARD(lxw_worksheet *, workbook_add_worksheet, (lxw_workbook *workbook, const char *sheetname), (workbook, sheetname))
FORWARD(lxw_error, workbook_close, (lxw_workbook *workbook), (workbook))
FORWARD(lxw_workbook *, workbook_new_opt, (const char *filename, lxw_workbook_options *options), (filename, options))
FORWARD(lxw_error, workbook_set_properties,
        (lxw_workbook *workbook, lxw_doc_properties *properties),
        (workbook, properties))
FORWARD(lxw_error, worksheet_autofilter,
        (lxw_worksheet *worksheet, lxw_row_t first_row, lxw_col_t first_col, lxw_row_t last_row, lxw_col_t last_col),
        (worksheet, first_row, first_col, last_row, last_col))
FORWARD(lxw_error, worksheet_conditional_format_range,
        (lxw_worksheet *worksheet, lxw_row_t first_row, lxw_col_t first_col, lxw_row_t last_row, lxw_col_t last_col,
         lxw_conditional_format *conditional_format),
        (worksheet, first_row, first_col, last_row, last_col, conditional_format))
FORWARD(lxw_error, worksheet_data_validation_range,
        (lxw_worksheet *worksheet, lxw_row_t first_row, lxw_col_t first_col, lxw_row_t last_row, lxw_col_t last_col,
         lxw_data_validation *validation),
        (worksheet, first_row, first_col, last_row, last_col, validation))
FORWARD(void, worksheet_fit_to_pages,
        (lxw_worksheet *worksheet, uint16_t width, uint16_t height),
        (worksheet, width, height))
FORWARD(void, worksheet_freeze_panes, (lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t col), (worksheet, row, col))
FORWARD(lxw_error, worksheet_print_area,
        (lxw_worksheet *worksheet, lxw_row_t first_row, lxw_col_t first_col, lxw_row_t last_row, lxw_col_t last_col),
        (worksheet, first_row, first_col, last_row, last_col))
FORWARD(lxw_error, worksheet_repeat_rows,
        (lxw_worksheet *worksheet, lxw_row_t first_row, lxw_row_t last_row),
        (worksheet, first_row, last_row))
FORWARD(lxw_error, worksheet_set_column_opt,
        (lxw_worksheet *worksheet, lxw_col_t first_col, lxw_col_t last_col, double width, lxw_format *format,
         lxw_row_col_options *options),
        (worksheet, first_col, last_col, width, format, options))
FORWARD(lxw_error, worksheet_set_footer, (lxw_worksheet *worksheet, const char *string), (worksheet, string))
FORWARD(lxw_error, worksheet_set_header, (lxw_worksheet *worksheet, const char *string), (worksheet, string))
FORWARD(void, worksheet_set_landscape, (lxw_worksheet *worksheet), (worksheet))
FORWARD(void, worksheet_set_margins,
        (lxw_worksheet *worksheet, double left, double right, double top, double bottom),
        (worksheet, left, right, top, bottom))
FORWARD(lxw_error, worksheet_set_row,
        (lxw_worksheet *worksheet, lxw_row_t row, double height, lxw_format *format),
        (worksheet, row, height, format))
FORWARD(lxw_error, worksheet_write_blank,
        (lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t col, lxw_format *format),
        (worksheet, row, col, format))
FORWARD(lxw_error, worksheet_write_boolean,
        (lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t col, int value, lxw_format *format),
        (worksheet, row, col, value, format))
FORWARD(lxw_error, worksheet_write_comment,
        (lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t col, const char *string),
        (worksheet, row, col, string))
FORWARD(lxw_error, worksheet_write_number,
        (lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t col, double number, lxw_format *format),
        (worksheet, row, col, number, format))
FORWARD(lxw_error, worksheet_write_string,
        (lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t col, const char *string, lxw_format *format),
        (worksheet, row, col, string, format))
FORWARD(lxw_error, worksheet_write_url_opt,
        (lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t col, const char *url, lxw_format *format, const char *string,
         const char *tooltip),
        (worksheet, row, col, url, format, string, tooltip))
