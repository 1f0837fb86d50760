// The texts for a file that cannot be imported and for rows that are left out, in both languages.
import { inBoth } from '../../../core/language.ts';

/** Why nothing of a file is added. */
export const fileTexts = {
  empty: inBoth('The file is empty: not even a header is there.', '文件为空，连表头都没有。'),
  tooLarge: inBoth('A file may have 1 GiB at most.', '文件不能超过 1 GiB。'),
  utf16: inBoth('The file is UTF-16. Save it as CSV UTF-8.', '文件是 UTF-16 编码，请另存为 CSV UTF-8。'),
  strayQuote: inBoth('The header has a stray quotation mark.', '表头中有多余的引号。'),
  longRecord: (row: number, bytes: number) =>
    inBoth(
      `Row ${row} is longer than ${bytes} bytes; perhaps a quotation mark is not closed.`,
      `第 ${row} 行超过 ${bytes} 字节，可能有引号未闭合。`,
    ),
  manyColumns: (columns: number) =>
    inBoth(`A file may have ${columns} columns at most.`, `文件最多可有 ${columns} 列。`),
  columnTwice: (name: string) =>
    inBoth(`The header has the column ${name} twice.`, `表头中的列 ${name} 重复。`),
  noColumn: (name: string, field: string, known: string) =>
    inBoth(
      `The file has no column “${name}”${name === field ? '' : ` for ${field}`}. It has: ${known}.`,
      `文件中没有${name === field ? '' : `用于 ${field} 的`}列“${name}”，现有的列：${known}。`,
    ),
  noPosition: (field: string, text: string) =>
    inBoth(
      `Without a header, ${field} must be a column's position, 1 to 999, and is ${text}.`,
      `没有表头时，${field} 必须是列的位置（1 到 999），而不是 ${text}。`,
    ),
  otherHash: inBoth(
    'The hash of the file is not x-content-sha256.',
    '文件的哈希值与 x-content-sha256 不一致。',
  ),
  broken: inBoth('The upload ended early.', '上传提前结束。'),
  stopped: inBoth('Nothing of the file came for 30 seconds.', '已有 30 秒未收到文件内容。'),
  slow: (bytesPerSecond: number) =>
    inBoth(
      `The upload was slower than ${bytesPerSecond} bytes a second.`,
      `文件的上传速度低于每秒 ${bytesPerSecond} 字节。`,
    ),
  otherFile: (id: string, by: string, at: string) =>
    inBoth(
      `This Idempotency-Key belongs to another file, which ${by} imported on ${at} (import ${id}). Nothing was added. Send this file with a key of its own.`,
      `此 Idempotency-Key 属于另一文件，该文件由 ${by} 于 ${at} 导入（导入编号 ${id}）。未添加任何号码，请为此文件使用新的 Idempotency-Key。`,
    ),
  importedAlready: (by: string, at: string, numbers: number) =>
    inBoth(
      `This file was imported already: by ${by} on ${at}, with ${numbers} numbers. Nothing was added.`,
      `此文件已导入过：${by} 于 ${at} 导入，共 ${numbers} 个号码。未添加任何号码。`,
    ),
  tooManyNumbers: (unfinished: number, inFile: number) =>
    inBoth(
      `The campaign has ${unfinished} unfinished numbers and the file ${inFile} new ones; together they are over the limit of the VDN. Nothing was added.`,
      `外呼任务有 ${unfinished} 个未完成号码，文件有 ${inFile} 个新号码，合计超出 VDN 的上限。未添加任何号码。`,
    ),
  databaseGone: inBoth(
    'The connection to the database broke. Nothing was added.',
    '与数据库的连接中断，未添加任何号码。',
  ),
  serverFailed: inBoth('The server failed. Nothing was added.', '服务器出错，未添加任何号码。'),
} as const;

/** Why a row is left out, in words that follow the field's name. */
export const rowRules = {
  noUtf8: inBoth('is not valid UTF-8', '不是有效的 UTF-8 编码'),
  quoteNotClosed: inBoth('a quotation mark is not closed', '引号未闭合'),
  quoteNotAllowed: inBoth(
    'a quotation mark is in the wrong place; double it, and quote the whole field',
    '引号位置不正确：请将其写成两个引号，并用引号包住整个字段',
  ),
  columns: (found: number, inHeader: number) =>
    inBoth(`has ${found} columns, the header has ${inHeader}`, `有 ${found} 列，而表头有 ${inHeader} 列`),
  manyColumns: (columns: number) => inBoth(`has more than ${columns} columns`, `超过 ${columns} 列`),
  fewColumns: (found: number, needed: number) =>
    inBoth(`has ${found} columns, ${needed} are needed`, `有 ${found} 列，至少需要 ${needed} 列`),
} as const;
