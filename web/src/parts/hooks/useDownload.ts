// Links to files that the browser saves as they come. A link by itself knows nothing of sessions: the browser
// would say that the file failed, and the page nothing.
import { App } from 'antd';
import type { MouseEvent } from 'react';
import { checkSession } from '../../api/tenants/session.ts';
import { useTexts } from '../../text/useTexts.ts';
import { problemTexts } from '../texts.ts';

/** For `onClick` of a link: goes there once the server has said that somebody is signed in. */
export function useDownload(): (event: MouseEvent<HTMLElement>) => void {
  const problems = useTexts(problemTexts);
  const { notification } = App.useApp();
  return (event) => {
    const { currentTarget } = event;
    if (!(currentTarget instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    const link = document.createElement('a');
    link.href = currentTarget.href;
    link.download = '';
    void checkSession().then((problem) => {
      if (problem === null) link.click();
      // Without a session the dialog asks to sign in.
      else if (problem.kind !== 'signInNeeded') notification.error({ title: problems.unreachable });
    });
  };
}
