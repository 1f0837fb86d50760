// Expected failures of the stored world, as values. A request was read without a violation, and still
// cannot be carried out: a name is taken, a campaign has ended. The contract's code for each kind stands in
// contract/codes.ts and nowhere else.

export type ProblemKind =
  | 'noSuchCampaign'
  | 'campaignEnded'
  | 'deviceTypeFixed'
  | 'nameTaken'
  | 'noSuchSkillQueue'
  | 'passwordHidden'
  | 'campaignStarted'
  | 'wrongState'
  | 'skillCampaignsAtLimit'
  | 'ivrCampaignsAtLimit'
  | 'specialDateNameTaken'
  | 'noSuchSpecialDate'
  | 'specialDateChanged'
  | 'specialDatesAtLimit'
  | 'duplicateNumbers'
  | 'numbersNotAllowedNow'
  | 'tooManyNumbers'
  | 'tooFast'
  | 'tooManyInRequest'
  | 'wrongTimeFormat'
  | 'noSuchNumber'
  | 'noSuchCall';

export interface Problem {
  readonly problem: ProblemKind;
  /** Full path of the field it is about, in the contract's names. */
  readonly path?: string;
  /** The value that was sent there. */
  readonly received?: unknown;
}

/** True when `value` is a Problem and not the thing that was hoped for. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'problem' in value;
}
