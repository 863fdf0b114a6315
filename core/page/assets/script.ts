/**
 * The pages' one script. It swaps elements that a server sends as HTML, each for the one with its `id`; where there is no
 * server it asks `status.json` now and then, and takes them from the page. It filters the list. Without it, pages reload.
 */
export const SCRIPT = `'use strict';
(() => {
  const $ = (id) => document.getElementById(id);
  const { liveBy, source, watches, lost } = document.body.dataset;
  const said = $('said');
  let sentence = words();

  function words() {
    return ($('overall-words') || {}).textContent || '';
  }

  function swap(old, fresh) {
    if (old.outerHTML === fresh.outerHTML) return;
    const parts = [...old.querySelectorAll('a,summary,button')];
    const at = parts.indexOf(document.activeElement);
    for (const one of old.querySelectorAll('details[open]')) {
      const same = [...fresh.querySelectorAll('details')].find(({ id }) => id === one.id);
      if (same) same.open = true;
    }
    old.replaceWith(fresh);
    if (at >= 0) ([...fresh.querySelectorAll('a,summary,button')][at] || $('main')).focus();
  }

  function settle() {
    const overall = $('overall');
    if (overall) {
      document.title = overall.dataset.title;
      document.querySelector('link[rel=icon]').href = overall.dataset.icon;
    }
    if (words() !== sentence) said.textContent = sentence = words();
    filter();
  }

  function take(elements) {
    for (const fresh of elements) {
      const old = $(fresh.id);
      if (old) swap(old, fresh);
    }
    settle();
  }

  let busy = false;
  let again = false;
  async function refresh() {
    again = busy;
    if (busy) return;
    busy = true;
    try {
      const answer = await fetch(location.href, { cache: 'no-cache' });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const ids = (root) => [...root.querySelectorAll('[data-live]')].map(({ id }) => id).join();
      if (ids(page) === ids(document)) take([...page.querySelectorAll('[data-live]')]);
      else {
        const form = $('filter');
        swap($('main'), page.querySelector('main'));
        if (form && $('filter')) $('filter').replaceWith(form);
        settle();
      }
    } catch {
    } finally {
      busy = false;
      if (again) refresh();
    }
  }

  function filter() {
    const form = $('filter');
    if (!form) return;
    const text = form.elements.q.value.trim().toLowerCase();
    const state = form.elements.state.value;
    let any = false;
    for (const group of document.querySelectorAll('.group')) {
      let shown = 0;
      for (const row of group.querySelectorAll('.row')) {
        const { state: own, tags } = row.dataset;
        const fits = state === '!ok' ? own !== 'ok' : !state || own === state;
        row.hidden = !fits || !(row.querySelector('a').textContent + ' ' + tags).toLowerCase().includes(text);
        if (!row.hidden) shown += 1;
      }
      group.hidden = shown === 0;
      any ||= shown > 0;
    }
    $('no-match').hidden = any;
  }

  const form = $('filter');
  if (form) {
    const wanted = new URLSearchParams(location.hash.slice(1));
    form.elements.q.value = wanted.get('q') || '';
    form.elements.state.value = wanted.get('state') || '';
    form.hidden = false;
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', () => {
      const entries = [...new FormData(form)].filter(([, value]) => value);
      history.replaceState(null, '', entries.length ? '#' + new URLSearchParams(entries) : location.pathname + location.search);
      filter();
    });
    filter();
  }

  if (liveBy === 'events') {
    const events = new EventSource(source);
    let isLost = false;
    events.onopen = () => {
      if (isLost) refresh();
      isLost = false;
      if (said.textContent === lost) said.textContent = '';
      document.body.classList.remove('lost');
    };
    events.onerror = () => {
      isLost = true;
      said.textContent = lost;
      document.body.classList.add('lost');
    };
    events.addEventListener('swap', ({ data }) => {
      const holder = document.createElement('template');
      holder.innerHTML = data;
      const elements = [...holder.content.children];
      if (!watches) take(elements);
      else if (elements.some(({ id }) => id === watches)) refresh();
    });
    events.addEventListener('list', refresh);
  }
  if (liveBy === 'poll') {
    let seen = null;
    setInterval(async () => {
      try {
        const answer = await fetch(source, { cache: 'no-cache' });
        const { at } = await answer.json();
        if (seen !== null && at !== seen) await refresh();
        seen = at;
      } catch {}
    }, 30000);
  }
})();
`;
