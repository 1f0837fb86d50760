// Why a campaign dials or does not, and why a number of it does.
import { queryOptions } from '@tanstack/react-query';
import {
  type CampaignExplained,
  type ContactExplained,
  getExplain,
} from '../../../../src/api/routes/explain.ts';
import { ask } from '../client.ts';

export type Explained = CampaignExplained | ContactExplained;

export const explainQuery = (vdnId: number, id: number, called: string) =>
  queryOptions({
    queryKey: ['explanations', vdnId, id, called],
    queryFn: async ({ signal }) => {
      const answer = await ask(getExplain, { params: { vdnId, id }, query: { called }, signal });
      // Only a question with `at` is answered with a beat.
      return answer as Explained;
    },
    staleTime: 0,
  });
