// Whether results for a URL would be sent at all, as far as its address tells.
import { queryOptions } from '@tanstack/react-query';
import { getCallbackWarning } from '../../../../src/api/routes/campaigns.ts';
import { shownUrl } from '../../../../src/core/callbackUrl.ts';
import { ask } from '../client.ts';

/**
 * The reason why none would be, or null. Judged anew each time: names and the trustlist change. The server is
 * asked without the password in `url`: proxies write addresses of requests into their logs.
 */
export const callbackWarningQuery = (vdnId: number, typed: string) => {
  const url = shownUrl(typed);
  return queryOptions({
    queryKey: ['callbackWarnings', vdnId, url],
    queryFn: ({ signal }) => ask(getCallbackWarning, { params: { vdnId }, query: { url }, signal }),
    enabled: /^https?:\/\/[^/]/i.test(url),
    staleTime: 0,
  });
};
