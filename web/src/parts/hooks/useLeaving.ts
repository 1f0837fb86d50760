// Asks before something is lost by leaving a page: by our own question in the console, by the browser's when
// its tab is closed or loaded again.
import { App } from 'antd';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useBlocker } from 'react-router';
import { useTexts } from '../../text/useTexts.ts';
import { leavingTexts } from '../texts.ts';

/**
 * `ask` is called when somebody wants to go to another page while `isHeld`, and calls one of the two it is
 * given. It returns a function that lets the next navigation pass unasked, for a page that leaves by itself.
 */
export function useLeaving(
  isHeld: boolean,
  ask: (afterwards: () => void, otherwise: () => void) => void,
): () => void {
  const mayPass = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isHeld && !mayPass.current && currentLocation.pathname !== nextLocation.pathname,
  );
  const isBlocked = blocker.state === 'blocked';
  const askOnce = useEffectEvent(() => {
    if (blocker.state === 'blocked') ask(blocker.proceed, blocker.reset);
  });
  useEffect(() => {
    if (isBlocked) askOnce();
  }, [isBlocked]);
  useEffect(() => {
    if (!isHeld) return;
    const keep = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', keep);
    return () => window.removeEventListener('beforeunload', keep);
  }, [isHeld]);
  return () => {
    mayPass.current = true;
  };
}

/** `useLeaving` for a form: asks whether what was typed into it may go. */
export function useUnsaved(isUnsaved: boolean): () => void {
  const texts = useTexts(leavingTexts);
  const { modal } = App.useApp();
  return useLeaving(
    isUnsaved,
    (afterwards, otherwise) =>
      void modal.confirm({
        title: texts.unsaved,
        content: texts.unsavedDetail,
        okText: texts.leave,
        okButtonProps: { danger: true },
        cancelText: texts.stay,
        onOk: afterwards,
        onCancel: otherwise,
      }),
  );
}
