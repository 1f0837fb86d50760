// The decision of a beat as a sentence for a supervisor, in English and in Chinese. The numbers in a
// sentence are those of the record, so it says what happened.
import type { GateName } from '../gates.ts';
import { closedTexts } from '../gateTexts.ts';
import type { Language } from '../language.ts';
import { riskOf } from './outlook.ts';
import type { PacingReason, PacingRecord } from './record.ts';

/** A beat as it was recorded: `placed` calls went out, where pacing wanted `record.place`. */
export interface DecidedBeat {
  readonly record: PacingRecord;
  readonly placed: number;
  /** The gate that decided; `pacing` when all were open. */
  readonly gate: GateName;
}

/** Why the beat placed as many calls as it did, and how agents and calls stood. */
export function beatSentence(beat: DecidedBeat, language: Language): string {
  const words = languages[language];
  const { record, placed, gate } = beat;
  const why = gate === 'pacing' ? words.reason[record.reason](record) : closedTexts[gate][language];
  const less = gate === 'pacing' && placed < record.place ? words.less(placed, record.place) : '';
  return `${words.calls(placed, why)}${less}${words.standing(record)}`;
}

/** Why the beat did not place `dials` calls instead, 0 or more. */
export function otherDialsSentence(beat: DecidedBeat, dials: number, language: Language): string {
  const words = languages[language];
  const { record, placed, gate } = beat;
  if (dials === placed) return words.other.same(dials);
  if (gate !== 'pacing') return words.other.shut(dials, closedTexts[gate][language]);
  if (dials > record.dialsMax) return words.other.beyond(dials, record.dialsMax);
  const risk = riskOf(record.outlook, dials);
  if (dials < placed) return words.other.fewer(dials, risk, record.riskMax);
  return risk > record.riskMax
    ? words.other.risky(dials, risk, record.riskMax)
    : words.other.allowed(dials, risk, record.riskMax, words.reason[record.reason](record));
}

interface Words {
  readonly calls: (placed: number, why: string) => string;
  readonly less: (placed: number, wanted: number) => string;
  readonly standing: (record: PacingRecord) => string;
  readonly reason: Readonly<Record<PacingReason, (record: PacingRecord) => string>>;
  readonly other: {
    readonly same: (dials: number) => string;
    readonly shut: (dials: number, why: string) => string;
    readonly beyond: (dials: number, most: number) => string;
    readonly fewer: (dials: number, risk: number, riskMax: number) => string;
    readonly risky: (dials: number, risk: number, riskMax: number) => string;
    readonly allowed: (dials: number, risk: number, riskMax: number, why: string) => string;
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
/** An agent of several queues is counted in parts. */
const count = (value: number): string => String(Math.round(value * 10) / 10);

const english: Words = {
  calls: (placed, why) => `${placed === 0 ? 'No calls' : plural(placed, 'call')}, because ${why}.`,
  less: (placed, wanted) =>
    ` Pacing wanted ${wanted}; numbers, channels and the calls a second left only ${placed}.`,
  standing: ({ idle, staffed, talking, wrapUp, ringing, waiting, outlook }) =>
    ` Of ${plural(Math.round(staffed * 10) / 10, 'agent')} ${count(idle)} ${idle === 1 ? 'is' : 'are'} idle, ` +
    `${talking} ${talking === 1 ? 'talks' : 'talk'} and ${wrapUp} ${wrapUp === 1 ? 'wraps' : 'wrap'} up; ` +
    `${plural(ringing, 'call')} in flight, ${waiting === 0 ? 'nobody' : waiting} waiting; ` +
    `${percent(outlook.answerRate)} of calls are answered.`,
  reason: {
    noAgents: () => 'no agent is signed in and ready',
    dialsMax: ({ dialsMax }) => `numbers, channels and the calls a second leave ${dialsMax}`,
    riskLimit: ({ place, riskAtNext, riskMax }) =>
      `${place === 0 ? 'even one' : `${article(place + 1)} ${ordinal(place + 1)}`} would find no agent with a ` +
      `probability of ${percent(riskAtNext)}, where ${percent(riskMax)} is allowed`,
    enoughRinging: ({ ringing, place }) =>
      place === 0
        ? `the ${ringing} in flight are enough for the agents who are free or soon will be`
        : `with the ${ringing} in flight these are enough for the agents who are free or soon will be`,
    usageReached: ({ usagePercent }) =>
      `agent usage has reached the setting with ${usagePercent.toFixed(1)} %`,
    budgetSpent: ({ abandoned, answered }) =>
      `${abandoned} of ${answered} answered calls found no agent in time, which is the limit; until the share ` +
      'falls, each idle agent gets one call',
    crowded: ({ ringing }) => `${ringing} calls are in flight, and no setting allows more`,
  },
  other: {
    same: (dials) => `${dials} is the number that was placed.`,
    shut: (dials, why) => `Not ${dials}, because ${why}.`,
    beyond: (dials, most) =>
      `${dials} could not be placed: numbers, channels and the calls a second left ${most}.`,
    fewer: (dials, risk, riskMax) =>
      `${dials} would have been fewer than possible: the ${dials < 2 ? 'first' : ordinal(dials)} call would ` +
      `find no agent with a probability of ${percent(risk)}, where ${percent(riskMax)} is allowed.`,
    risky: (dials, risk, riskMax) =>
      `Not ${dials}: ${article(dials)} ${ordinal(dials)} call would find no agent with a probability of ` +
      `${percent(risk)}, where ${percent(riskMax)} is allowed.`,
    allowed: (dials, risk, riskMax, why) =>
      `Not ${dials}, because ${why}; the risk alone, ${percent(risk)} of ${percent(riskMax)}, would allow it.`,
  },
};

const chinese: Words = {
  calls: (placed, why) => `${placed === 0 ? '未外呼' : `外呼 ${placed} 个`}，原因：${why}。`,
  less: (placed, wanted) => `算法要求 ${wanted} 个，号码、通道和每秒呼叫数只允许 ${placed} 个。`,
  standing: ({ idle, staffed, talking, wrapUp, ringing, waiting, outlook }) =>
    `座席共 ${count(staffed)} 人：空闲 ${count(idle)}，通话 ${talking}，整理 ${wrapUp}；` +
    `呼叫中 ${ringing} 个，等待 ${waiting} 人；接通率 ${percent(outlook.answerRate)}。`,
  reason: {
    noAgents: () => '没有已签入且就绪的座席',
    dialsMax: ({ dialsMax }) => `号码、通道和每秒呼叫数只允许 ${dialsMax} 个`,
    riskLimit: ({ place, riskAtNext, riskMax }) =>
      `第 ${place + 1} 个呼叫找不到座席的概率为 ${percent(riskAtNext)}，上限为 ${percent(riskMax)}`,
    enoughRinging: ({ ringing, place }) =>
      place === 0
        ? `正在呼叫的 ${ringing} 个已满足空闲和即将空闲的座席`
        : `加上正在呼叫的 ${ringing} 个，正好满足空闲和即将空闲的座席`,
    usageReached: ({ usagePercent }) => `座席利用率 ${usagePercent.toFixed(1)} % 已达到设定值`,
    budgetSpent: ({ abandoned, answered }) =>
      `${answered} 个接听者中有 ${abandoned} 个未及时接到座席，已达上限，每个空闲座席只外呼一个`,
    crowded: ({ ringing }) => `正在呼叫的 ${ringing} 个已达任何设置允许的最大值`,
  },
  other: {
    same: (dials) => `实际外呼就是 ${dials} 个。`,
    shut: (dials, why) => `不是 ${dials} 个，原因：${why}。`,
    beyond: (dials, most) => `不能外呼 ${dials} 个：号码、通道和每秒呼叫数只允许 ${most} 个。`,
    fewer: (dials, risk, riskMax) =>
      `${dials} 个少于可外呼数：第 ${Math.max(dials, 1)} 个找不到座席的概率为 ${percent(risk)}，` +
      `上限为 ${percent(riskMax)}。`,
    risky: (dials, risk, riskMax) =>
      `不是 ${dials} 个：第 ${dials} 个找不到座席的概率为 ${percent(risk)}，上限为 ${percent(riskMax)}。`,
    allowed: (dials, risk, riskMax, why) =>
      `不是 ${dials} 个，原因：${why}；仅就风险（${percent(risk)}，上限 ${percent(riskMax)}）而言可以。`,
  },
};

const languages: Readonly<Record<Language, Words>> = { en_US: english, zh_CN: chinese };

const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

function ordinal(number: number): string {
  const teens = number % 100 >= 11 && number % 100 <= 13;
  const ending = teens ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}

/** `an` before eight, eleven, eighteen and eighty. */
const article = (number: number): string =>
  /^8/.test(String(number)) || number === 11 || number === 18 ? 'an' : 'a';
