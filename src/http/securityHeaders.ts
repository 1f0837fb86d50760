// The headers that keep a browser from doing more with an answer than it should: Helmet says which, once.
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** An answer is data and no page; pages have a policy of their own (console.ts). */
const policyOfAnswers = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };

/** The same for every answer. */
export const securityHeaders = makeHeaders();

function makeHeaders(): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const write = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: policyOfAnswers },
    frameguard: { action: 'deny' },
  });
  write(request, response, (error) => {
    if (error !== undefined) throw error;
  });
  return Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}
