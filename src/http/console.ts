// The console's files as `npm run build` made them. Every page is the same document, which reads the
// address; scripts and styles have their hash in their name and never change.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerNoRoute } from './failure.ts';

/** In the document where each answer has its own nonce (web/vite.config.ts). */
const noncePlaceholder = '__nonce__';

/** A script of an asset may load others of ours; that is for workers, which obey the policy of their file. */
const policyOfAssets = "default-src 'none'; script-src 'self'; frame-ancestors 'none'";

/**
 * Scripts are files of this server and nothing else. Styles may also be made by those scripts, which
 * alone know the nonce. A WebSocket of the same host counts as 'self'.
 */
const policyOfPage = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Serves the files, and the document for every address that is not an interface. */
export function registerConsole(app: FastifyInstance, directory: string): void {
  app.register(staticFiles, {
    root: join(directory, 'assets'),
    prefix: '/assets/',
    index: false,
    wildcard: true,
    decorateReply: false,
    suppressWarning: true,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    setHeaders: (reply) => reply.header('content-security-policy', policyOfAssets),
  });
  app.setNotFoundHandler(async (request, reply) => {
    if (!isForPage(request)) return answerNoRoute(request, reply);
    return sendPage(reply, await readFile(join(directory, 'index.html'), 'utf8').catch(() => null));
  });
}

const interfaces = /^\/(?:api|rest|metrics|health|assets)(?:\/|$)/;

/** A person's browser says that it takes HTML; at the root a page is meant whatever is said. */
function isForPage({ method, url, headers }: FastifyRequest): boolean {
  const path = url.split('?', 1)[0] ?? '';
  if ((method !== 'GET' && method !== 'HEAD') || interfaces.test(path)) return false;
  return path === '/' || headers.accept?.includes('text/html') === true;
}

function sendPage(reply: FastifyReply, page: string | null): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .code(page === null ? 503 : 200)
    .headers({ 'cache-control': 'no-cache', 'content-security-policy': policyOfPage(nonce) })
    .type('text/html; charset=utf-8')
    .send((page ?? notBuilt).replaceAll(noncePlaceholder, nonce));
}

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Campana: the console is not built</title>
<style nonce="${noncePlaceholder}">body { font: 16px/1.5 system-ui, sans-serif; max-width: 36em; margin: 15vh auto; padding: 0 1em; }</style>
<h1>The console is not built</h1>
<p>The server runs, and its interfaces answer. Its pages have to be built once: run <code>npm ci</code>,
or <code>npm run build</code> where everything is installed, and load this page again.</p>
<p lang="zh">服务器正在运行，接口可用，但控制台页面尚未构建。请运行 <code>npm ci</code>；若依赖已安装，运行 <code>npm run build</code>，然后刷新此页。</p>
</html>
`;
