// Names for the plain values that must not be mixed up: ids, instants, texts of a wall clock.
// A brand costs nothing at run time; the functions below are the only places that give one.

type Brand<Value, Name extends string> = Value & { readonly brand: Name };

/** An instant: milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = Brand<number, 'Millis'>;
/** A tenant, 1 to 9999 (seed, Table 1). */
export type VdnId = Brand<number, 'VdnId'>;
export type CampaignId = Brand<number, 'CampaignId'>;
/** A number of a campaign with its data: 19 digits as text (contract.md 7.1). */
export type ContactId = Brand<string, 'ContactId'>;
/** One attempt, `<epoch seconds of the claim>-<number>`; also the channel id in the PBX. */
export type CallId = Brand<string, 'CallId'>;

export const toMillis = (value: number): Millis => value as Millis;
/** An instant that is perhaps not there, as in a column that may be null. */
export const toMillisOrNull = (value: number | null): Millis | null =>
  value === null ? null : toMillis(value);
export const toVdnId = (value: number): VdnId => value as VdnId;
export const toCampaignId = (value: number): CampaignId => value as CampaignId;
export const toContactId = (value: string): ContactId => value as ContactId;
export const toCallId = (value: string): CallId => value as CallId;

/** The instant `seconds` after `at`. */
export const addSeconds = (at: Millis, seconds: number): Millis => toMillis(at + seconds * 1000);
