// Special dates: the days of a campaign on which its holiday segments apply instead of its workday segments
// (contract.md 5).

/** Special dates of one campaign (contract.md 5). */
export const specialDatesMax = 20;

export type SpecialDateRule =
  /** Days of the week, 1 = Monday to 7 = Sunday. */
  | { readonly kind: 'week'; readonly days: readonly number[] }
  /** `yyyy-MM-dd`, both ends included. */
  | { readonly kind: 'date'; readonly begin: string; readonly end: string }
  /** `MM-dd`, every year, both ends included; 02-29 exists in leap years only. */
  | { readonly kind: 'yearly'; readonly begin: string; readonly end: string };

export interface SpecialDate {
  readonly id: number;
  readonly name: string;
  readonly rule: SpecialDateRule;
}

export type NewSpecialDate = Omit<SpecialDate, 'id'>;

/** The first of them whose name one before it has; -1 when all names differ. */
export const repeatedName = (dates: readonly NewSpecialDate[]): number =>
  dates.findIndex(({ name }, at) => dates.slice(0, at).some((earlier) => earlier.name === name));
