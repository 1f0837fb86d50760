// An explanation as it is sent: instants as text, and the reason of a gate in the caller's language.

import { toWire } from '../../../api/wire.ts';
import type { CampaignExplanation, ContactExplanation } from '../../../core/explain.ts';
import type { Language } from '../../../core/language.ts';

export function explained(
  explanation: CampaignExplanation | ContactExplanation,
  language: Language,
): unknown {
  const gates = explanation.gates.map((gate) =>
    'reason' in gate.value
      ? { ...gate, value: { ...gate.value, reason: gate.value.reason[language] } }
      : gate,
  );
  return toWire({ ...explanation, gates });
}
