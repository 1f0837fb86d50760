// Any campaign settings that a request can ask for, in any zone, for property tests.
import fc from 'fast-check';
import type {
  CampaignSettings,
  PredictSettings,
  Segment,
  Segments,
  SkillSettings,
} from '../../src/core/campaign.ts';
import { addSeconds, type Millis, toMillis } from '../../src/core/units.ts';
import { instantOfWall, wallOfInstant } from '../../src/core/zone.ts';

const integer = (min: number, max: number) => fc.integer({ min, max });

/** Text of whole code points without what the rule of the field forbids. */
const textOf = (max: number, forbidden: RegExp) =>
  fc
    .array(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((point) => !forbidden.test(point)),
      { minLength: 1, maxLength: 8 },
    )
    .map((points) => Array.from(points.join('')).slice(0, max).join(''))
    .filter((text) => text.trim() !== '');

/** Blanks may stand in a name, not at its ends. */
const nameOf = (max: number) => textOf(max - 2, /\p{Cc}/u).map((text) => `<${text}>`);
const name = nameOf(32);
const description = textOf(200, /[\p{Cc}"[\]=;<>]/u);

const segment: fc.Arbitrary<Segment> = fc
  .tuple(integer(0, 1438), integer(1, 1439))
  .map(([begin, length]) => ({ begin, end: Math.min(begin + length, 1439) }));

const segments = fc.tuple(fc.option(segment), fc.option(segment), fc.option(segment));

const average = fc.tuple(integer(50, 200), integer(50, 200)).map(([one, other]) => ({
  minAvgCallSeconds: Math.min(one, other),
  maxAvgCallSeconds: Math.max(one, other),
}));

const percent = integer(0, 100);

const predict: fc.Arbitrary<PredictSettings> = fc.oneof(
  fc
    .record({ average, outBoundRatePercent: percent })
    .map(({ average, ...rest }) => ({ method: 'empirical' as const, ...average, ...rest })),
  fc
    .record({
      average,
      lossRatePercent: percent,
      utilRatePercent: percent,
      utilRateMethod: fc.constantFrom(1 as const, 2 as const),
    })
    .map(({ average, ...rest }) => ({ method: 'usage' as const, ...average, ...rest })),
  fc
    .record({ average, lossRatePercent: percent, waitSeconds: integer(0, 16), connRatePercent: percent })
    .map(({ average, ...rest }) => ({ method: 'completion' as const, ...average, ...rest })),
  integer(50, 200).map((offHookRatePercent) => ({ method: 'offHook' as const, offHookRatePercent })),
);

function skillOf(deviceType: 2 | 5 | 6, maxAlertingSeconds: number): fc.Arbitrary<SkillSettings> {
  return fc.record({
    skillId: integer(1, 1000),
    skillName: fc.option(nameOf(100)),
    predict: deviceType === 2 ? predict : fc.constant(null),
    preview:
      deviceType === 5
        ? fc.record({
            failIntervalSeconds: integer(3, 60),
            obCallCount: integer(1, 100),
            autoCallSeconds: integer(5, maxAlertingSeconds - 3),
          })
        : fc.constant(null),
  });
}

const ivr = fc.record({
  deviceSign: nameOf(128),
  callCount: integer(1, 100),
  callIntervalSeconds: integer(1, 9999),
});

/** Begin and end as a request gives them: whole seconds of a wall clock, the earlier of two. */
function windowOf(now: Millis, zone: string) {
  const year = 366 * 86_400;
  const instant = integer(86_400, 3 * year).map((seconds) => {
    const at = addSeconds(now, seconds);
    return instantOfWall(wallOfInstant(at, zone), zone) ?? toMillis(at);
  });
  return fc.tuple(instant, instant).map(([one, other]) => ({
    beginAt: toMillis(Math.min(one, other)),
    endAt: toMillis(Math.max(one, other)),
  }));
}

/** Settings whose begin is tomorrow or later, so that they can be asked for as they are. */
export function campaignSettings(now: Millis, zone: string): fc.Arbitrary<CampaignSettings> {
  const workday: fc.Arbitrary<Segments> = segments.filter((places) => places.some((place) => place !== null));
  return fc
    .tuple(fc.constantFrom(1 as const, 2 as const, 3 as const, 5 as const, 6 as const), integer(9, 120))
    .chain(([deviceType, maxAlertingSeconds]) =>
      fc
        .record({
          name,
          description: fc.option(description),
          window: fc.option(windowOf(now, zone)),
          deviceType: fc.constant(deviceType),
          callerNo: fc.stringMatching(/^[0-9*#]{1,24}$/),
          maxAlertingSeconds: fc.constant(maxAlertingSeconds),
          schedule: fc.record({ workday, holiday: segments }),
          ivr: deviceType === 1 || deviceType === 3 ? ivr : fc.constant(null),
          skill:
            deviceType === 1 || deviceType === 3
              ? fc.constant(null)
              : skillOf(deviceType, maxAlertingSeconds),
          callBackUrl: fc.webUrl({ validSchemes: ['http', 'https'], size: 'small' }),
        })
        .map(({ window, ...rest }) => ({
          ...rest,
          beginAt: window?.beginAt ?? null,
          endAt: window?.endAt ?? null,
        })),
    );
}
