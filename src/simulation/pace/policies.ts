// The rules that can be compared, by the names they have in tables. A rule is made anew for each run,
// because it learns during the run.
import type { Policy } from '../policy.ts';
import { progressivePolicy } from './policies/progressive.ts';
import type { Scenario } from './scenario.ts';

export const policies: Readonly<Record<string, (scenario: Scenario) => Policy>> = {
  progressive: progressivePolicy,
};
