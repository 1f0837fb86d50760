// What ruling R3 says of one field: for each value that a rule of the contract allows or forbids, the
// code that must answer it. Written from the table of the ruling, and it shares nothing with the
// reader but the schema in which the rule stands.
import type { IntegerRule, ListRule, Rule, TextRule } from '../../src/contract/rules/rule.ts';

/** A value to put in the place of a field; `code` null: it must be accepted. */
export interface Trial {
  readonly what: string;
  /** `undefined`: the field is left out. */
  readonly value: unknown;
  readonly code: string | null;
  /** Where inside the field the violation is, when not at the field itself. */
  readonly inside?: string;
}

export interface FieldFacts {
  readonly mandatory: boolean;
  /** Its partner is given, and one without the other is refused. */
  readonly paired: boolean;
  /** Values are written as text, as in a query. */
  readonly asText: boolean;
}

/** Every trial of one field. */
export function trialsOf(rule: Rule, facts: FieldFacts): Trial[] {
  return [
    ...notGiven(rule, facts),
    ...wrongTypes(rule, facts),
    ...(rule.type === 'integer' ? integers(rule, facts) : []),
    ...(rule.type === 'string'
      ? [...lengths(rule), ...characters(rule), ...listedTexts(rule), ...broken(rule)]
      : []),
    ...(rule.type === 'array' ? lists(rule) : []),
  ];
}

function notGiven(rule: Rule, { mandatory, paired, asText }: FieldFacts): Trial[] {
  const code = mandatory ? '02000001' : paired ? '02000009' : null;
  const empty = (
    [
      ['absent', undefined],
      ['null', null],
      ['empty', ''],
    ] as const
  ).map(([what, value]) => ({ what, value, code }));
  return [...empty, { what: 'blank', value: '   ', code: blankCode(rule, mandatory, asText) }];
}

function blankCode(rule: Rule, mandatory: boolean, asText: boolean): string | null {
  if (mandatory) return '02000001';
  if (rule.type !== 'string') return rule.type === 'integer' && asText ? '02000008' : '02000006';
  if (rule['x-characters'] === 'dial' || rule['x-characters'] === 'name') return '02000002';
  return rule.enum || rule['x-format'] || rule['x-format-when']
    ? (rule['x-format-code'] ?? '02000007')
    : null;
}

function wrongTypes(rule: Rule, { asText }: FieldFacts): Trial[] {
  if (asText) return wrongTexts(rule);
  const samples: Record<Rule['type'], unknown[]> = {
    string: [7, true, {}, ['a']],
    integer: ['20', 20.5, true, false, {}, [20]],
    object: ['text', 7, true, [], [{}]],
    array: ['text', 7, true, {}, { length: 1 }],
  };
  return samples[rule.type].map((value) => ({
    what: `of type ${JSON.stringify(value)}`,
    value,
    code: '02000006',
  }));
}

/** A query knows texts only: one that is no number, or one that comes twice. */
function wrongTexts(rule: Rule): Trial[] {
  const twice = { what: 'twice', value: ['1', '2'], code: '02000011' };
  if (rule.type !== 'integer') return [twice];
  const noNumbers = ['abc', '1.5', '1e1', '0x1', ' 1'];
  return [twice, ...noNumbers.map((value) => ({ what: `no number: ${value}`, value, code: '02000008' }))];
}

function integers(rule: IntegerRule, { asText }: FieldFacts): Trial[] {
  const trial = (what: string, value: number, code: string | null): Trial => ({
    what: `${what} ${value}`,
    value: asText ? String(value) : value,
    code,
  });
  if (rule.enum !== undefined) {
    const beside = [-1, 0, 1, 4, 7, 99].filter((value) => !rule.enum?.includes(value));
    return beside.map((value) => trial('not in the list', value, '02000007'));
  }
  const { minimum, maximum } = rule;
  return [
    ...(minimum === undefined
      ? []
      : [trial('lowest', minimum, null), trial('below', minimum - 1, '02000007')]),
    ...(maximum === undefined
      ? []
      : [trial('highest', maximum, null), trial('above', maximum + 1, '02000007')]),
    ...(maximum === undefined || asText ? [] : [trial('huge', 1e300, '02000007')]),
  ];
}

const url = 'https://host.example/';

/** A text of so many code points that no other rule of the field forbids. */
function textOf(rule: TextRule, points: number): string {
  if (rule['x-format'] === 'httpUrl') return url + 'x'.repeat(points - url.length);
  return (rule['x-characters'] === 'dial' ? '7' : '\u{1F600}').repeat(points);
}

function lengths(rule: TextRule): Trial[] {
  const { minLength, maxLength } = rule;
  const trials: Trial[] = [];
  if (maxLength !== undefined) {
    const code = minLength === undefined ? '02000003' : '02000005';
    trials.push(
      { what: 'longest', value: textOf(rule, maxLength), code: null },
      { what: 'too long', value: textOf(rule, maxLength + 1), code },
      { what: 'far too long', value: textOf(rule, 20 * maxLength), code },
    );
  }
  if (minLength !== undefined && maxLength === undefined) {
    trials.push({ what: 'too short', value: textOf(rule, minLength - 1), code: '02000004' });
  }
  return trials;
}

const controls = [...range(0, 0x1f), ...range(0x7f, 0x9f)];
const others = [...range(0x20, 0x7e), 0xa0, 0xe9, 0xff11, 0x2028, 0x1f600];

/** Each forbidden character alone among allowed ones, and some that are allowed. */
function characters(rule: TextRule): Trial[] {
  const storable = [0, 0xd800, 0xdfff].map((point) => character(rule, point, '02000002'));
  if (rule['x-characters'] === undefined) return storable;
  const isAllowed: Record<string, (point: number) => boolean> = {
    dial: (point) => '0123456789*#'.includes(String.fromCodePoint(point)),
    name: (point) => !controls.includes(point),
    line: (point) => !controls.includes(point),
    description: (point) => !controls.includes(point) && !'"[]=;<>'.includes(String.fromCodePoint(point)),
  };
  const allows = isAllowed[rule['x-characters']];
  return [
    ...storable,
    ...(rule['x-characters'] === 'name' ? names : []),
    ...[...controls, ...others].map((point) => character(rule, point, allows?.(point) ? null : '02000002')),
  ];
}

const escaped = (text: string): string =>
  Array.from(text, (point) => `U+${point.codePointAt(0)?.toString(16).padStart(4, '0')}`).join(' ');

/** Names that nobody can tell from another one, and some that only look like it. */
const names: readonly Trial[] = [
  ...[' 7', '7 ', '\u00a0 7', '7\u3000', '\ufeff7', '7\u200b', '\u202e7', '\u28007'].map((value) => ({
    what: `a blank at an end: ${escaped(value)}`,
    value,
    code: '02000002',
  })),
  ...['\u200b', '\u200e\u200f', '\u2800', '\u3164', '\ufe0f', '\u2060\u2060', '\u00ad', '\u{e0041}'].map(
    (value) => ({ what: `nothing visible: ${escaped(value)}`, value, code: '02000002' }),
  ),
  ...['a b', '\u2764\ufe0f', '\u{1f468}\u200d\u{1f469}', '.', '\u0645\u06cc\u200c\u0631'].map((value) => ({
    what: `visible: ${escaped(value)}`,
    value,
    code: null,
  })),
];

function character(rule: TextRule, point: number, code: string | null): Trial {
  // A lone surrogate cannot be made by fromCodePoint's cousins that check.
  const text = point > 0xffff ? String.fromCodePoint(point) : String.fromCharCode(point);
  const [before, after] = rule['x-format'] === 'httpUrl' ? [url, ''] : ['1', '2'];
  return { what: `with U+${point.toString(16).padStart(4, '0')}`, value: `${before}${text}${after}`, code };
}

const listedTexts = (rule: TextRule): Trial[] =>
  (rule.enum ?? []).length === 0
    ? []
    : [
        ...(rule.enum ?? []).map((value) => ({ what: `listed ${value}`, value, code: null })),
        ...['0', '9', '1 ', '01', 'one'].map((value) => ({
          what: `not in the list: ${value}`,
          value,
          code: '02000007',
        })),
      ];

const brokenTimes = [
  '2030-02-30 00:00:00',
  '2030-1-1 0:0:0',
  '2030-01-01 24:00:00',
  '2030-01-01 00:60:00',
  '2030-01-01T00:00:00',
  '2030-01-01',
  'soon',
  '2030-01-01  00:00:00',
  '0000-01-01 00:00:00',
  '٢٠٣٠-01-01 00:00:00',
];

/** Texts that are not in the format of the name. */
const brokenSamples: Record<string, readonly string[]> = {
  wallTime: [...brokenTimes, '2030-01-0100:00:00'],
  endTime: brokenTimes,
  day: ['2030-02-30', '2030-1-1', '01/02/2030', 'today', '2030-01-01 00:00:00'],
  segmentTime: ['24:00', '8:30', '08:60', '08:3', ':30', '08-30', '08:30:00', ' 08:30', '８:30', '-1:00'],
  weekDays: ['0', '8', '6,', ',6', '6 7', '6,6', '6;7', 'Monday'],
  httpUrl: [
    'ftp://host.example',
    'host.example',
    'https://',
    'http:///path',
    'HTTPS://host.example',
    'https://ho st',
    'https://host.example/<',
    'https://[::1',
    'https://host.example:65536',
    'https://1.2.3.256/',
    'javascript:alert(1)',
    '//host.example',
    'https://host.example/%zz',
  ],
};

function broken(rule: TextRule): Trial[] {
  const format = rule['x-format'] ?? '';
  const trials = (brokenSamples[format] ?? []).map((value) => ({
    what: `not in the format: ${value}`,
    value,
    code: rule['x-format-code'] ?? '02000007',
  }));
  if (format !== 'segmentTime') return trials;
  return [
    ...trials,
    ...['08', '08:', '8', '8:'].map((value) => ({ what: `hour alone: ${value}`, value, code: '02000010' })),
  ];
}

function lists(rule: ListRule): Trial[] {
  const items = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ called: `1380000${100 + at}` }));
  return [
    { what: 'longest', value: items(rule.maxItems), code: null },
    { what: 'too long', value: items(rule.maxItems + 1), code: rule['x-items-code'] ?? '02000011' },
    { what: 'without items', value: [], code: '02000001' },
    {
      what: 'with the same twice',
      value: [...items(2), ...items(1)],
      code: rule['x-unique']?.code ?? null,
      inside: '[2].called',
    },
  ];
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
