// The contract's interfaces, `/rest/isales/v1/openapi/campaigns/{vdnId}/...`, one file for each group.
import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from '../deps.ts';
import { registerCampaigns } from './campaigns.ts';
import { registerNumbers } from './numbers.ts';
import { registerResults } from './results.ts';
import { registerSpecialDates } from './specialDates.ts';

/** Registers every route of the contract. */
export function registerContract(app: FastifyInstance, deps: HttpDeps): void {
  registerCampaigns(app, deps);
  registerSpecialDates(app, deps);
  registerNumbers(app, deps);
  registerResults(app, deps);
}
