// Why a campaign dials or does not, and why a number of it does.
import { queryOptions } from '@tanstack/react-query';
import type { Wire } from '../../../src/api/wire.ts';
import type {
  CampaignExplanation,
  ContactExplanation,
  ContactGateName,
  ContactGateValues,
} from '../../../src/core/explain.ts';
import type { Bilingual } from '../../../src/core/language.ts';
import { campaignPath } from './campaigns.ts';
import { askPath } from './client.ts';

/** As the server sends it: instants as text, and a reason in the language that was asked for. */
type Sent<Value> = Wire<{
  readonly [Name in keyof Value]: Value[Name] extends Bilingual | undefined
    ? string | Extract<Value[Name], undefined>
    : Value[Name];
}>;
export type SentValues = { readonly [Name in ContactGateName]: Spread<ContactGateValues[Name]> };
type Spread<Value> = Value extends unknown ? Sent<Value> : never;

/** A gate of an answer. */
export type SentGate = {
  readonly [Name in ContactGateName]: {
    readonly gate: Name;
    readonly passed: boolean;
    readonly value: SentValues[Name];
    readonly nextAt: string | null;
  };
}[ContactGateName];

export type Explained = (
  | Omit<Wire<CampaignExplanation>, 'gates'>
  | Omit<Wire<ContactExplanation>, 'gates'>
) & { readonly gates: readonly SentGate[] };

export const explainQuery = (vdnId: number, id: number, called: string) =>
  queryOptions({
    queryKey: ['explanations', vdnId, id, called],
    queryFn: ({ signal }) =>
      askPath<Explained>('GET', `${campaignPath(vdnId, id)}/explain`, { query: { called }, signal }),
    staleTime: 0,
  });
