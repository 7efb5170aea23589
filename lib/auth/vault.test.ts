import { describe, expect, test } from 'vitest';
import { createVault } from './vault';

describe('sealed secrets', () => {
  test('are opened by the same secret only, and look different each time', () => {
    const vault = createVault('a session secret of thirty-two ch');
    const sealed = vault.seal('JBSWY3DPEHPK3PXP');
    expect(vault.open(sealed)).toBe('JBSWY3DPEHPK3PXP');
    expect(sealed).not.toContain('JBSWY3DPEHPK3PXP');
    expect(vault.seal('JBSWY3DPEHPK3PXP')).not.toBe(sealed);
    expect(() => createVault('another session secret of thirty').open(sealed)).toThrow();
  });

  test('that were changed are not opened', () => {
    const vault = createVault('a session secret of thirty-two ch');
    const bytes = Buffer.from(vault.seal('JBSWY3DPEHPK3PXP'), 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(() => vault.open(changed.toString('base64url'))).toThrow();
    }
  });
});
