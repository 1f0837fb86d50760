// Which column of a file is which field of a number: what can be chosen, what is guessed, and what the
// first rows come to. They are judged by the very rules that the server has.
import type { Bilingual } from '../../../../../../src/contract/locale.ts';
import { judgeCallData } from '../../../../../../src/contract/read/readNumber.ts';
import {
  type FileRow,
  type RowField,
  readRow,
  rowFields,
} from '../../../../../../src/contract/read/readRow.ts';
import type { ReadContext } from '../../../../../../src/contract/rules/violation.ts';
import type { DeviceType } from '../../../../../../src/core/campaign.ts';
import type { CsvRecord } from './csv.ts';

export interface Column {
  /** Counts from 0. */
  readonly position: number;
  /** As the header has it, trimmed as the server does; null without a header. */
  readonly name: string | null;
  /** The first value that is there. */
  readonly example: string;
  /** Why it cannot be asked for by its name. */
  readonly flaw: 'nameless' | 'twice' | 'tooLong' | null;
}

/** Positions by field; what is not there is not imported. */
export type Mapping = Readonly<Partial<Record<RowField, number>>>;

/** Of a column's name, as the server takes it. */
const nameLengthMax = 100;

export function columnsOf(records: readonly CsvRecord[], hasHeader: boolean): readonly Column[] {
  const header = hasHeader ? records[0] : undefined;
  const rows = hasHeader ? records.slice(1) : records;
  const names = header?.cells.map((cell) => cell.trim());
  const count = names?.length ?? rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  return Array.from({ length: count }, (_, position) => ({
    position,
    name: names?.[position] ?? null,
    example: rows.find(({ cells }) => (cells[position] ?? '') !== '')?.cells[position] ?? '',
    flaw: names === undefined ? null : flawOf(names, position),
  }));
}

function flawOf(names: readonly string[], position: number): Column['flaw'] {
  const name = names[position] ?? '';
  if (name === '') return 'nameless';
  if (name.length > nameLengthMax) return 'tooLong';
  return names.indexOf(name) === names.lastIndexOf(name) ? null : 'twice';
}

/** Words for each field, lower case and without spaces and signs; the first that is found wins. */
const known: Readonly<Record<RowField, readonly string[]>> = {
  called: [
    ...[
      'called',
      'callee',
      'phone',
      'phonenumber',
      'telephone',
      'tel',
      'mobile',
      'mobilephone',
      'cell',
      'cellphone',
    ],
    ...[
      'number',
      'msisdn',
      'telefon',
      'handy',
      'rufnummer',
      'telefono',
      'teléfono',
      'movil',
      'móvil',
      'portable',
    ],
    ...[
      '被叫',
      '被叫号码',
      '手机',
      '手机号',
      '手机号码',
      '电话',
      '电话号码',
      '联系电话',
      '联系方式',
      '号码',
      '客户号码',
    ],
  ],
  caller: ['caller', 'callerno', 'callingnumber', 'callerid', '主叫', '主叫号码', '外显号码', '显示号码'],
  sessionId: ['sessionid', 'userid', 'customerid', '用户id', '用户编号', '客户编号', '会话id'],
  customField: ['customfield', 'custom', 'reference', 'ref', '自定义字段', '自定义', '备注'],
  callData: ['calldata', '随路数据', '业务数据'],
  recycleTime: ['recycletime', 'recycle', '回收时间'],
  priority: ['priority', 'prio', '优先级'],
};

const plain = (name: string): string => name.toLowerCase().replace(/[\s_\-./:]+/g, '');

/** A number as people write it: digits, with what they put between them. */
const looksCalled = (cell: string): boolean => /^\+?[\d*#][\d*#\s().-]{4,30}$/.test(cell.trim());

/** True when the first record names columns and is no number itself. */
export function hasHeaderRow(records: readonly CsvRecord[]): boolean {
  const [first] = records;
  if (first === undefined || first.cells.some(looksCalled)) return false;
  const words = Object.values(known).flat();
  return (
    first.cells.some((cell) => words.includes(plain(cell))) ||
    records.slice(1).some(({ cells }) => cells.some(looksCalled))
  );
}

/** By the names of the columns; the called number also by how the column looks. */
export function guessMapping(records: readonly CsvRecord[], hasHeader: boolean): Mapping {
  const columns = columnsOf(records, hasHeader).filter(({ flaw }) => flaw === null);
  const mapping: Partial<Record<RowField, number>> = {};
  for (const field of rowFields) {
    const found = known[field]
      .map((word) => columns.find(({ name }) => name !== null && plain(name) === word))
      .find((column) => column !== undefined);
    if (found !== undefined) mapping[field] = found.position;
  }
  if (mapping.called === undefined) {
    const rows = hasHeader ? records.slice(1) : records;
    const taken = Object.values(mapping);
    const shares = columns.map(({ position }) => ({
      position,
      rows: rows.filter(({ cells }) => looksCalled(cells[position] ?? '')).length,
    }));
    const best = shares.find(
      ({ position, rows: alike }) => alike * 2 > rows.length && !taken.includes(position),
    );
    if (best !== undefined) mapping.called = best.position;
  }
  return mapping;
}

/** What the server is asked: names where the file has a header, otherwise positions from 1. */
export function queryOf(mapping: Mapping, columns: readonly Column[]): Record<string, string> {
  const query: Record<string, string> = {};
  for (const field of rowFields) {
    const position = mapping[field];
    if (position !== undefined) query[field] = columns[position]?.name ?? String(position + 1);
  }
  return query;
}

export interface LeftOut {
  readonly row: number;
  readonly why: CsvRecord['flaw'] | 'columns' | Bilingual;
  /** Null where it is the row as a whole. */
  readonly field: RowField | null;
  readonly received: string;
}

export interface RowRules {
  readonly context: ReadContext;
  readonly deviceType: DeviceType;
}

/** The rows among `records` that the server will leave out, and why. */
export function judgeRows(
  records: readonly CsvRecord[],
  hasHeader: boolean,
  mapping: Mapping,
  { context, deviceType }: RowRules,
): readonly LeftOut[] {
  const exactly = hasHeader ? records[0]?.cells.length : undefined;
  const atLeast = Math.max(0, ...Object.values(mapping).map((position) => position + 1));
  return (hasHeader ? records.slice(1) : records).flatMap(({ row, cells, flaw }): LeftOut[] => {
    if (flaw !== null) return [{ row, why: flaw, field: null, received: '' }];
    if (exactly === undefined ? cells.length < atLeast : cells.length !== exactly) {
      return [{ row, why: 'columns', field: null, received: '' }];
    }
    const fields: Partial<Record<RowField, string>> = {};
    for (const field of rowFields) {
      const position = mapping[field];
      if (position !== undefined) fields[field] = cells[position] ?? '';
    }
    return judgeFields(row, fields, context, deviceType);
  });
}

function judgeFields(row: number, fields: FileRow, context: ReadContext, deviceType: DeviceType): LeftOut[] {
  const reading = readRow(fields, context);
  const [first] = reading.ok ? judgeCallData([reading.value], deviceType) : reading.violations;
  if (first === undefined) return [];
  const name = first.path.replace('callDataList[0].', '');
  const field = rowFields.find((one) => one === name) ?? null;
  return [{ row, why: first.rule, field, received: field === null ? '' : (fields[field] ?? '') }];
}
