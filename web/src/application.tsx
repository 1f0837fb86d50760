// What stands around every page: answers that are kept, look, language, and the gate that asks who is there.
import { QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import english from 'antd/locale/en_US';
import chinese from 'antd/locale/zh_CN';
import { useEffect, useRef } from 'react';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './api/kept.ts';
import styles from './application.module.css';
import { useIsDark, useIsStill, useLanguage } from './preferences.ts';
import { router } from './router.tsx';
import { SignInGate } from './session/SignInGate.tsx';
import { tagOf } from './text/language.ts';
import { themeOf, variablesClass } from './theme/theme.ts';

export function Application() {
  const language = useLanguage();
  const isDark = useIsDark();
  const isStill = useIsStill();
  // What the server has said, it has said in the language of before.
  const spoken = useRef(language);
  useEffect(() => {
    if (spoken.current === language) return;
    spoken.current = language;
    void queryClient.invalidateQueries();
  }, [language]);
  useEffect(() => {
    document.documentElement.lang = tagOf(language);
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  }, [language, isDark]);
  return (
    <QueryClientProvider client={queryClient}>
      <ConfigProvider
        theme={themeOf(isDark, isStill)}
        locale={language === 'zh_CN' ? chinese : english}
        componentSize="medium"
        form={{ requiredMark: 'optional' }}
        button={{ autoInsertSpace: false }}
      >
        <App className={`${variablesClass} ${styles.application}`} message={{ maxCount: 3 }}>
          <SignInGate>
            <RouterProvider router={router} />
          </SignInGate>
        </App>
      </ConfigProvider>
    </QueryClientProvider>
  );
}
