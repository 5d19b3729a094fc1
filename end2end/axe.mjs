// One question to axe, asked of every page and state.

import AxeBuilder from "@axe-core/playwright";
import { expect } from "./phone.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function expectNoFault(page, state, but = []) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).disableRules(but).analyze();
  const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(faults, state).toEqual([]);
}

/** Nothing moves any more: what fades in has a contrast of its own meanwhile. */
export async function settled(page) {
  await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => {}))));
}
