// Every route of /api/v1, by concept. The OpenAPI document is made of this list.
import { getCalls, getCallsFile, getNotices, getOutcomes, resendNotices } from './calls.ts';
import type { Route } from './route.ts';

export const routes: readonly Route[] = [getOutcomes, getCalls, getCallsFile, getNotices, resendNotices];
