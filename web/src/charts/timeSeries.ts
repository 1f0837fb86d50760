// What a chart over time shows: series of values, marks and a limit.

export interface TimeSeries {
  readonly name: string;
  /** Milliseconds since 1970 with the value there, in order; null: a gap. */
  readonly points: readonly (readonly [at: number, value: number | null])[];
  /** `stack`: an area upon those before it. */
  readonly kind: 'line' | 'bars' | 'stack';
  /** A color of the palette by number; the same thing has the same color in every chart. */
  readonly color: number;
}

/** Something that happened at an instant: a revision that took effect, say. */
export interface TimeMark {
  readonly at: number;
  readonly name: string;
}

export interface TimeChartProps {
  /** What a screen reader says in the place of the picture. */
  readonly label: string;
  readonly series: readonly TimeSeries[];
  readonly marks?: readonly TimeMark[];
  /** The value as text, with its unit; a plain number when not given. */
  readonly valueText?: (value: number) => string;
  readonly valueMax?: number;
  /** A line that should not be crossed. */
  readonly limit?: { readonly value: number; readonly name: string };
  /** Pixels. */
  readonly height?: number;
}
