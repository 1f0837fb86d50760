// The page's policy lets a script make styles only under the nonce of this answer (src/http/console.ts).
// antd takes a nonce for most of what it makes, but not for all; so it is given to every style that any
// of our scripts makes. Markup that an attacker brings into the page does not know it.

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const createElement = Document.prototype.createElement;

Document.prototype.createElement = function create(
  this: Document,
  name: string,
  options?: ElementCreationOptions,
) {
  const element: HTMLElement = createElement.call(this, name, options);
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
};
