import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryStorage } from './browser-storage.ts';
import { readLanguage, writeLanguage } from './language.ts';
import { isDark, readThemeChoice, toggledChoice, writeThemeChoice } from './theme.ts';

describe('the theme', () => {
  it('follows the device until somebody chooses', () => {
    assert.deepEqual([isDark('system', true), isDark('system', false), isDark('light', true)], [true, false, false]);
  });

  it('is turned over by the toggle, and goes back to following where that shows the same', () => {
    assert.equal(toggledChoice('system', false), 'dark');
    assert.equal(toggledChoice('dark', false), 'system');
    assert.equal(toggledChoice('system', true), 'light');
  });

  it('is remembered, and nothing else is believed', () => {
    const device = memoryStorage();
    writeThemeChoice(device, 'dark');
    assert.equal(readThemeChoice(device), 'dark');
    device.write('theme', 'pink');
    assert.equal(readThemeChoice(device), 'system');
  });
});

describe('the language', () => {
  it('is Korean unless English was chosen', () => {
    const device = memoryStorage();
    assert.equal(readLanguage(device), 'ko');
    writeLanguage(device, 'en');
    assert.equal(readLanguage(device), 'en');
  });
});
