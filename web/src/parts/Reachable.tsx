// What the keyboard must reach although nothing is done with it: a box that scrolls, or words with an explanation.
import type { HTMLAttributes } from 'react';

interface ReachableProps extends HTMLAttributes<HTMLElement> {
  /** The element that it is. */
  readonly as: 'pre' | 'section' | 'span';
}

export function Reachable({ as: Element, ...props }: ReachableProps) {
  return <Element tabIndex={0} {...props} />;
}
