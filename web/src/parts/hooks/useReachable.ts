// A table that is wider than the screen, or long, scrolls inside itself. Where nothing in it takes the focus, the part
// that scrolls must, or the keyboard could not reach what is out of sight.
import type { TableRef } from 'antd';
import { type RefObject, useEffect, useRef } from 'react';

/** For antd's Table with `scroll`; what scrolls is looked for after each drawing. */
export function useReachable(): RefObject<TableRef | null> {
  const table = useRef<TableRef>(null);
  useEffect(() => {
    const inner = table.current?.nativeElement.querySelector('.ant-table-content, .ant-table-body');
    if (!(inner instanceof HTMLElement)) return;
    const isWide = inner.scrollWidth > inner.clientWidth;
    inner.tabIndex = isWide || inner.scrollHeight > inner.clientHeight ? 0 : -1;
  });
  return table;
}
