// Where a file of numbers is dropped or chosen. A file that misses the place does nothing: by itself the
// browser would leave the page to show it.
import { InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { useTexts } from '../../../../text/useTexts.ts';
import styles from './import.module.css';
import { importTexts } from './texts.ts';

export function DropZone({ onFile }: { readonly onFile: (file: File) => void }) {
  const texts = useTexts(importTexts);
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const refuse = (event: globalThis.DragEvent): void => event.preventDefault();
    window.addEventListener('dragover', refuse);
    window.addEventListener('drop', refuse);
    return () => {
      window.removeEventListener('dragover', refuse);
      window.removeEventListener('drop', refuse);
    };
  }, []);
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <section
      aria-label={texts.title}
      className={isOver ? `${styles.zone} ${styles.over}` : styles.zone}
      onDragOver={() => setIsOver(true)}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <InboxOutlined className={styles.zoneMark} aria-hidden />
      <span className={styles.zoneText}>{texts.drop}</span>
      <Button onClick={() => input.current?.click()}>{texts.choose}</Button>
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        aria-label={texts.chosen}
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          // So that the same file can be chosen once more.
          currentTarget.value = '';
        }}
      />
    </section>
  );
}
