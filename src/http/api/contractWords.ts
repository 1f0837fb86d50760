// Violations and problems of the contract in the form of /api/v1: the contract's code beside our own
// status, one sentence each.
import { problemAnswer } from '../../contract/envelope.ts';
import type { Violation } from '../../contract/violation.ts';
import type { Problem } from '../../core/problem.ts';
import { type BrokenRule, type ProblemType, refuse } from './problem.ts';
import { readable } from './readable.ts';
import type { ApiAnswer } from './route.ts';

export const brokenRules = (violations: readonly Violation[]): BrokenRule[] =>
  violations.map(({ code, path, rule, received }) => ({ code, path, rule: rule.en_US, received }));

export function refuseViolations(violations: readonly Violation[]): ApiAnswer {
  const rules = brokenRules(violations);
  const detail = rules.map(({ path, rule }) => `${path} ${rule}.`).join(' ');
  return refuse('contractRefused', detail, { violations: rules });
}

/** A problem as a broken rule: its code, and its sentence. */
export function ruleOfProblem(problem: Problem): BrokenRule {
  const { resultCode, resultDesc } = problemAnswer(problem, 'en_US');
  return {
    code: resultCode,
    path: problem.path ?? '',
    rule: resultDesc,
    received: readable(problem.received),
  };
}

export function refuseProblem(problem: Problem): ApiAnswer {
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
    case 'campaignEnded':
    case 'campaignStarted':
    case 'wrongState':
      return 'wrongState';
    default:
      return 'contractRefused';
  }
}
