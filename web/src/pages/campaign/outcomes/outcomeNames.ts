// How calls end, as people say it, by core's word; and by the contract's cause code, which stands for the
// first outcome that has it.
import { causeOf, type Outcome } from '../../../../../src/core/outcome.ts';
import { inBoth } from '../../../text/texts.ts';

export const outcomeNames = inBoth<Record<Outcome, string>>(
  {
    succeeded: 'Succeeded',
    hungUpAfterAnswer: 'Answered, hung up at once',
    busy: 'Busy',
    noSuchNumber: 'No such number',
    switchedOff: 'Switched off',
    outOfCoverage: 'Out of coverage',
    hungUpBeforeAnswer: 'Ended before the answer',
    noAnswer: 'No answer',
    rejected: 'Rejected',
    hungUpInQueue: 'Hung up while waiting for an agent',
    queueTimeout: 'Waited too long for an agent',
    machine: 'A machine answered',
    ringTimeout: 'Rang to the limit',
    abandoned: 'Abandoned: no agent in time',
    taskMissing: 'The campaign no longer existed',
    numberEmpty: 'No number',
    placeFailed: 'Could not be placed',
    notAllowed: 'The number may not be dialed',
    noOutcome: 'No outcome was reported',
    noResources: 'No line was free',
    systemFault: 'A fault of the system',
  },
  {
    succeeded: '成功',
    hungUpAfterAnswer: '接听后立即挂断',
    busy: '忙',
    noSuchNumber: '空号',
    switchedOff: '关机',
    outOfCoverage: '不在服务区',
    hungUpBeforeAnswer: '接听前结束',
    noAnswer: '无人接听',
    rejected: '拒接',
    hungUpInQueue: '排队时挂断',
    queueTimeout: '排队超时',
    machine: '机器接听',
    ringTimeout: '振铃超时',
    abandoned: '放弃：未及时接到座席',
    taskMissing: '任务不存在',
    numberEmpty: '号码为空',
    placeFailed: '呼叫发起失败',
    notAllowed: '号码不允许呼叫',
    noOutcome: '无后续结果',
    noResources: '无可用线路',
    systemFault: '系统故障',
  },
);

const byCause = new Map<string, Outcome>();
for (const [outcome, cause] of Object.entries(causeOf))
  if (!byCause.has(cause) && isOutcome(outcome)) byCause.set(cause, outcome);

export function isOutcome(word: string): word is Outcome {
  return Object.hasOwn(causeOf, word);
}

/** Null for a code that is none of ours. */
export const outcomeOfCause = (cause: string): Outcome | null => byCause.get(cause) ?? null;
