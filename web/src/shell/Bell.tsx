// The mark: a bell, which is what the name means.
export const Bell = () => (
  <svg width="20" height="20" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
    <title>Campana</title>
    <path d="M10 1.5a1.5 1.5 0 0 0-1.5 1.6C5.9 3.8 4.6 6 4.4 8.7c-.2 3-.8 4.3-2 5.5-.5.5-.1 1.3.6 1.3h14c.7 0 1.1-.8.6-1.3-1.2-1.2-1.8-2.5-2-5.5-.2-2.7-1.5-4.9-4.1-5.6A1.5 1.5 0 0 0 10 1.5Z" />
    <path d="M7.8 16.8a2.2 2.2 0 0 0 4.4 0Z" />
  </svg>
);
