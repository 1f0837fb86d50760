// Violations and problems of the contract in the form of /api/v1: the contract's code beside our own
// status, one sentence each.

import type { ProblemType } from '../../../api/problem.ts';
import { toWire } from '../../../api/wire.ts';
import { problemAnswer } from '../../../contract/envelope.ts';
import type { Violation } from '../../../contract/rules/violation.ts';
import { inBoth } from '../../../core/language.ts';
import type { Problem } from '../../../core/problem.ts';
import { type BrokenRule, refuse, refuseRules } from './problem.ts';
import type { Refusal } from './route.ts';

export const brokenRules = (violations: readonly Violation[]): BrokenRule[] =>
  violations.map(({ code, path, rule, received }) => ({ code, path, rule, received }));

export const refuseViolations = (violations: readonly Violation[]): Refusal =>
  refuseRules('contractRefused', brokenRules(violations));

/** A problem as a broken rule: its code, and its sentence. */
export function ruleOfProblem(problem: Problem): BrokenRule {
  const [english, chinese] = [problemAnswer(problem, 'en_US'), problemAnswer(problem, 'zh_CN')];
  return {
    code: english.resultCode,
    path: problem.path ?? '',
    rule: inBoth(english.resultDesc, chinese.resultDesc),
    received: toWire(problem.received),
  };
}

export function refuseProblem(problem: Problem): Refusal {
  const rule = ruleOfProblem(problem);
  return refuse(typeOf(problem), rule.rule, { violations: [rule] });
}

function typeOf(problem: Problem): ProblemType {
  switch (problem.problem) {
    case 'noSuchCampaign':
    case 'noSuchSpecialDate':
      return 'notFound';
    case 'nameTaken':
    case 'specialDateNameTaken':
      return 'alreadyThere';
    case 'specialDateChanged':
      return 'revisionChanged';
    case 'campaignEnded':
    case 'campaignStarted':
    case 'wrongState':
      return 'wrongState';
    default:
      return 'contractRefused';
  }
}
