// Reads the numbers to add to a campaign and the filter of those to delete (contract.md 7).
import type { DeviceType } from '../../core/campaign.ts';
import type { NewContact } from '../../core/contact.ts';
import type { ContactFilter, InstantRange } from '../../core/query.ts';
import { addSeconds } from '../../core/units.ts';
import { dayOfInstant } from '../../core/zone.ts';
import { ruleTexts } from '../rules/ruleTexts.ts';
import { accepted, type ReadContext, type Reading, type Violation } from '../rules/violation.ts';
import { addNumbersBody, deleteNumbersBody } from '../schemas/number.ts';
import { instantOf, instantOrNull, instantsOfDays } from '../time.ts';
import { read } from './read.ts';

/** 1 to 20 numbers, no called number twice. */
export function readNumbers(body: unknown, context: ReadContext): Reading<readonly NewContact[]> {
  const reading = read(addNumbersBody, body, context);
  if (!reading.ok) return reading;
  return accepted(
    reading.value.callDataList.map((item) => ({
      called: item.called,
      caller: item.caller ?? null,
      sessionId: item.sessionId ?? null,
      customField: item.customField ?? null,
      callData: item.callData ?? null,
      recycleAt: instantOrNull(item.recycleTime, context.timeZone),
      priority: Number(item.priority),
    })),
  );
}

/** Intelligent IVR flows take their data as JSON text; known only when the campaign is (contract.md 7.1). */
export function judgeCallData(numbers: readonly NewContact[], deviceType: DeviceType): Violation[] {
  if (deviceType !== 1) return [];
  return numbers.flatMap(({ callData }, index) =>
    callData === null || isJson(callData)
      ? []
      : [
          {
            code: '02000007' as const,
            path: `callDataList[${index}].callData`,
            rule: ruleTexts.jsonText,
            received: callData,
          },
        ],
  );
}

export function readDeleteNumbers(body: unknown, context: ReadContext): Reading<ContactFilter> {
  const reading = read(deleteNumbersBody, body, context);
  if (!reading.ok) return reading;
  const { sessionId, called, customField, recycleTime, recycleType, archiveHistory } = reading.value;
  return accepted({
    sessionId: sessionId ?? null,
    called: called ?? null,
    customField: customField ?? null,
    recycled: recycleTime === undefined ? null : recycled(recycleTime, recycleType ?? '3', context.timeZone),
    archive: archiveHistory === 1,
  });
}

/** 1: of that day or earlier; 2: of that day; 3: of that second. */
function recycled(text: string, type: '1' | '2' | '3', zone: string): InstantRange {
  const at = instantOf(text, zone);
  if (type === '3') return { from: at, before: addSeconds(at, 1) };
  const day = dayOfInstant(at, zone);
  const { from, before } = instantsOfDays({ begin: day, end: day }, zone);
  return { from: type === '1' ? null : from, before };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
