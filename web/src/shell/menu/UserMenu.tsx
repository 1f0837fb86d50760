// What is one's own: password, language, appearance, and the way out.
import { LaptopOutlined, LockOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Popover, Segmented } from 'antd';
import { useState } from 'react';
import { signOut } from '../../api/tenants/session.ts';
import { choose, type ThemeChoice, useLanguage, useThemeChoice } from '../../preferences.ts';
import { ChangePassword } from '../../session/ChangePassword.tsx';
import { SessionsDialog } from '../../session/SessionsDialog.tsx';
import { useSession } from '../../session/useSession.ts';
import type { Language } from '../../text/language.ts';
import { useTexts } from '../../text/useTexts.ts';
import { roleTexts, shellTexts } from '../texts.ts';
import styles from './UserMenu.module.css';

export function UserMenu() {
  const texts = useTexts(shellTexts);
  const { user } = useSession();
  const [isOpen, setOpen] = useState(false);
  const [isChanging, setChanging] = useState(false);
  const [isListing, setListing] = useState(false);
  const leaving = useMutation({ mutationFn: signOut });
  return (
    <>
      <Popover
        trigger="click"
        placement="bottomRight"
        arrow={false}
        // Beside its button in the document, so that the Tab key leads into it.
        getPopupContainer={(button) => button.parentElement ?? document.body}
        open={isOpen}
        onOpenChange={setOpen}
        content={
          <div className={styles.menu} role="dialog" aria-label={texts.userMenu(user)}>
            <WhoAmI />
            <Choices />
            <Button
              type="text"
              icon={<LockOutlined />}
              onClick={() => {
                setOpen(false);
                setChanging(true);
              }}
            >
              {texts.changePassword}
            </Button>
            <Button
              type="text"
              icon={<LaptopOutlined />}
              onClick={() => {
                setOpen(false);
                setListing(true);
              }}
            >
              {texts.sessions}
            </Button>
            <Button
              type="text"
              icon={<LogoutOutlined />}
              loading={leaving.isPending}
              onClick={() => leaving.mutate()}
            >
              {texts.signOut}
            </Button>
          </div>
        }
      >
        <Button
          type="text"
          icon={<UserOutlined />}
          className={styles.opener}
          aria-label={texts.userMenu(user)}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
        >
          <span className={styles.user}>{user}</span>
        </Button>
      </Popover>
      <ChangePassword isOpen={isChanging} onClose={() => setChanging(false)} />
      <SessionsDialog isOpen={isListing} onClose={() => setListing(false)} />
    </>
  );
}

function WhoAmI() {
  const texts = useTexts(shellTexts);
  const roles = useTexts(roleTexts);
  const { user, role, vdnId, vdnName } = useSession();
  return (
    <div className={styles.who}>
      <strong>{user}</strong>
      <span>{roles[role]}</span>
      <span>
        {vdnName} · {texts.vdn(vdnId)}
      </span>
    </div>
  );
}

/** Also on the sign-in page: there somebody may not read what is offered first. */
export function Choices() {
  const texts = useTexts(shellTexts);
  const language = useLanguage();
  const themeChoice = useThemeChoice();
  return (
    <div className={styles.choices}>
      <Segmented<Language>
        block
        aria-label={texts.language}
        value={language}
        onChange={(chosen) => choose({ language: chosen })}
        options={[
          { value: 'en_US', label: <span lang="en">English</span> },
          { value: 'zh_CN', label: <span lang="zh-CN">中文</span> },
        ]}
      />
      <Segmented<ThemeChoice>
        block
        aria-label={texts.theme}
        value={themeChoice}
        onChange={(theme) => choose({ theme })}
        options={[
          { value: 'auto', label: texts.auto },
          { value: 'light', label: texts.light },
          { value: 'dark', label: texts.dark },
        ]}
      />
    </div>
  );
}
