// The page begins here: the nonce for styles first, then the application into its root.
import './theme/styleNonce.ts';
import './theme/page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Application } from './application.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('the document has no root');
createRoot(root).render(
  <StrictMode>
    <Application />
  </StrictMode>,
);
