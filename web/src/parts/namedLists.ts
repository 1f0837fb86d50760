// Lists of choices, for users of a screen reader. antd's Select opens a list with the role of a listbox and
// gives it no name, whatever its field is called; and one that has nothing to choose from holds no option,
// though the field says which one is active. Both are put right here, once for every Select there is, as soon
// as the list is in the page.

const unnamed = '[role="listbox"]:not([aria-label], [aria-labelledby])';
const empty = '[role="listbox"].ant-select-item-empty > :not([role])';

/** Amends every list of choices that comes into the document from now on. */
export function nameLists(document: Document): void {
  new MutationObserver(() => {
    for (const list of document.querySelectorAll(unnamed)) {
      const name = nameOfField(document, list.id);
      if (name !== '') list.setAttribute('aria-label', name);
    }
    for (const nothing of document.querySelectorAll(empty)) {
      nothing.setAttribute('role', 'option');
      nothing.setAttribute('aria-disabled', 'true');
      // What the field names as its active option when there is none.
      nothing.id = `${nothing.parentElement?.id ?? ''}_-1`;
    }
  }).observe(document.body, { childList: true, subtree: true });
}

/** What the field is called that opens the list of that id; empty when it has no name. */
function nameOfField(document: Document, listId: string): string {
  // antd makes the id of the list from that of the field.
  const field = document.getElementById(listId.replace(/_list$/, ''));
  if (!(field instanceof HTMLInputElement)) return '';
  return field.ariaLabel ?? field.labels?.[0]?.textContent.trim() ?? '';
}
