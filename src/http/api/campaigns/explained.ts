// An explanation as it is sent: instants as text, and the reason of a gate in the caller's language.

import type { CampaignExplained, ContactExplained } from '../../../api/routes/explain.ts';
import { toWire } from '../../../api/wire.ts';
import type { CampaignExplanation, ContactExplanation, ContactGate } from '../../../core/explain.ts';
import type { Language } from '../../../core/language.ts';

export const campaignExplained = (explanation: CampaignExplanation, language: Language): CampaignExplained =>
  toWire({ ...explanation, gates: explanation.gates.map((gate) => spoken(gate, language)) });

export const contactExplained = (explanation: ContactExplanation, language: Language): ContactExplained =>
  toWire({ ...explanation, gates: explanation.gates.map((gate) => spoken(gate, language)) });

/** A gate whose reason is in one language. */
type Spoken<Gate> = Gate extends { readonly value: infer Value }
  ? Omit<Gate, 'value'> & { readonly value: SpokenValue<Value> }
  : never;
type SpokenValue<Value> = Value extends unknown
  ? { readonly [Name in keyof Value]: Name extends 'reason' ? string : Value[Name] }
  : never;

function spoken<Gate extends ContactGate>(gate: Gate, language: Language): Spoken<Gate> {
  const value: ContactGate['value'] = gate.value;
  const told = 'reason' in value ? { ...value, reason: value.reason[language] } : value;
  // The gate and its value are of one kind still; a union does not say so.
  return { ...gate, value: told } as unknown as Spoken<Gate>;
}
