import styles from './button.module.css';

export interface ButtonLook {
  look?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined;
  size?: 'small' | 'normal' | 'large' | undefined;
  wide?: boolean | undefined;
}

export function buttonClass({ look = 'secondary', size = 'normal', wide = false }: ButtonLook) {
  return [
    styles.button,
    styles[look],
    size === 'normal' ? '' : styles[size],
    wide ? styles.wide : '',
  ]
    .filter(Boolean)
    .join(' ');
}
