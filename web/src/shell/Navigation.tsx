// The pages that the role may see, under their headings, as plain links: they open in a new tab as well.
import { NavLink } from 'react-router';
import { navigationGroups, type Page } from '../pages/page.ts';
import { useTexts } from '../text/useTexts.ts';
import styles from './Navigation.module.css';
import { groupTexts } from './texts.ts';
import { useNavigation } from './useHome.ts';

export function Navigation() {
  const groups = useTexts(groupTexts);
  const pages = useNavigation();
  return navigationGroups.map((group) => {
    const own = pages.filter(({ place }) => place?.group === group);
    return own.length === 0 ? null : (
      <section key={group} className={styles.group}>
        <h2 className={styles.heading}>{groups[group]}</h2>
        <ul className={styles.list}>
          {own.map((page) => (
            <Item key={page.path} page={page} />
          ))}
        </ul>
      </section>
    );
  });
}

function Item({ page }: { readonly page: Page }) {
  const { title } = useTexts(page.texts);
  const Icon = page.place?.icon;
  return (
    <li>
      <NavLink to={page.path} className={({ isActive }) => `${styles.link} ${isActive ? styles.active : ''}`}>
        {Icon === undefined ? null : <Icon aria-hidden />}
        {title}
      </NavLink>
    </li>
  );
}
