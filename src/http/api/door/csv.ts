// The one place that writes CSV: in a spreadsheet each cell must stay text. RFC 4180: commas, CRLF, quotes
// doubled.

/** Without it, spreadsheets take UTF-8 for a code page of their own, and Chinese for garbage. */
export const byteOrderMark = '\uFEFF';

/**
 * One line with its end. A field that begins with = + - @, wide as in Chinese texts or not, or with a tab
 * or a line break would be run as a formula; an apostrophe before it keeps it a text. That goes for numbers
 * that begin with + as well: a spreadsheet would drop the +. A program takes one apostrophe off.
 */
export const csvLine = (fields: readonly string[]): string =>
  `${fields.map((field) => quoted(asText(field))).join(',')}\r\n`;

const asText = (text: string): string => (/^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
