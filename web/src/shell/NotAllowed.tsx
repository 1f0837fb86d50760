// Shown for a page that the user's role may not see.
import { Link } from 'react-router';
import { Nothing } from '../parts/states/Nothing.tsx';
import { useTexts } from '../text/useTexts.ts';
import { shellTexts } from './texts.ts';

export function NotAllowed() {
  const texts = useTexts(shellTexts);
  return (
    <Nothing isPage title={texts.notAllowed} detail={texts.notAllowedDetail}>
      <Link to="/">{texts.toBeginning}</Link>
    </Nothing>
  );
}
