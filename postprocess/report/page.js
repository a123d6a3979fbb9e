// Makes the figures of a report alive: charts with hover values, zoom, legend and logarithmic axes, and maps with a
// slider of time. Without it, and on paper, the drawings of the page stand as they are.
'use strict';

const font = {family: "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"};

// ---- numbers

const superscript = n => String(n).replace(/[-0-9]/g, c => '⁰¹²³⁴⁵⁶⁷⁸⁹'[c] || '⁻');

function readable(value, digits = 5) {
  if (value === null || !isFinite(value)) return '';
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e5)) return String(Number(value.toPrecision(digits))).replace('-', '−');
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
  const m = String(Number(mantissa)).replace('-', '−');
  return (m === '1' ? '' : m + '×') + '10' + superscript(Number(exponent));
}

// ---- axes

function ticksOf(axis) {
  return {
    font, includeBounds: false, autoSkip: axis.ticks.length === 0 || axis.ticks.length > 12, maxRotation: 0,
    callback(value, index, all) {
      if (axis.categories.length) return this.getLabelForValue(value);
      const own = axis.ticks.find(t => Math.abs(t.value - value) <= 1e-9 * Math.abs(value));
      if (own) return own.label;
      if (this.type !== 'logarithmic') return readable(value);
      const mantissa = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
      const few = this.max / this.min < 200, isLarge = this.max > 99999 && value > 999;
      const words = isLarge && mantissa < 1.000001 ? '10' + superscript(Math.round(Math.log10(value))) : readable(value);
      return mantissa < 1.000001 || (few && [2, 5].some(m => Math.abs(mantissa - m) < 1e-6)) ? words : '';
    }
  };
}

function scaleOf(name, axis, isLogarithmic) {
  const scale = {type: axis.categories.length ? 'category' : isLogarithmic ? 'logarithmic' : 'linear',
                 title: {display: true, text: axis.label, font: {...font, size: 13}, color: '#111'},
                 ticks: ticksOf(axis), grid: {color: '#e8e8e8'}};
  if (!axis.categories.length) scale.grid.tickColor = '#999';
  if (name === 'y') scale.afterFit = fitted => { fitted.width = Math.max(fitted.width, 84); };
  if (axis.min !== null && !(isLogarithmic && axis.min <= 0)) scale.min = axis.min;
  if (axis.max !== null) scale.max = axis.max;
  if (axis.ticks.length && isLogarithmic === axis.log)
    scale.afterBuildTicks = built => {
      const inside = axis.ticks.filter(t => t.value >= built.min && t.value <= built.max);
      if (inside.length > 1) built.ticks = inside.map(t => ({value: t.value, major: true}));
    };
  return scale;
}

// A linear axis of y begins at zero where that costs little room, and leaves some above the data.
function addRoom(scale, plot) {
  const values = plot.curves.flatMap(c => c.points.map(p => p[1])).concat(
    plot.bands.flatMap(b => b.points.flatMap(p => [p[1], p[2]])), plot.guides.map(g => g.y)).filter(v => v !== null);
  const low = Math.min(...values), high = Math.max(...values);
  if (scale.type !== 'linear' || !values.length) return scale;
  if (low > -0.02 * high && low < 0.3 * high) scale.min = 0;
  scale.suggestedMin = low - 0.04 * (high - low);
  scale.suggestedMax = high + 0.04 * (high - low);
  return scale;
}

// ---- a chart

function datasetsOf(plot) {
  const sets = [];
  for (const band of plot.bands)
    for (const side of [1, 2])
      sets.push({order: 1000, label: side === 1 ? band.label : '', isBand: true, type: 'line', borderWidth: 0, pointRadius: 0,
                 pointHitRadius: 0, backgroundColor: band.colour + '33', fill: side === 1 ? '+1' : false,
                 data: band.points.map(p => ({x: p[0], y: p[side]}))});
  plot.curves.forEach((curve, i) => {
    const order = plot.curves.length - i; // the last on top, as in print
    sets.push(curve.bars
      ? {label: curve.label, backgroundColor: curve.colour, data: curve.points.map(p => p[1])}
      : {order, label: curve.label, type: 'line', showLine: curve.line, borderColor: curve.colour, borderWidth: curve.width,
         borderDash: curve.dash, backgroundColor: '#fff', pointBorderColor: curve.colour, pointBorderWidth: 1.4,
         pointRadius: curve.markers ? 3.2 : 0, pointHoverRadius: 4.5, pointHoverBackgroundColor: curve.colour,
         data: curve.points.map(p => ({x: p[0], y: p[1], error: p[2]}))});
  });
  return sets;
}

// Bars of standard errors, and horizontal lines with a name.
const additionsTo = plot => ({
  id: 'additions',
  afterDatasetsDraw(chart) {
    const {ctx, chartArea: area, scales: {x, y}} = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
    ctx.clip();
    chart.data.datasets.forEach((set, i) => {
      if (set.isBand || !set.showLine && !set.pointRadius || !chart.isDatasetVisible(i)) return;
      ctx.strokeStyle = set.borderColor;
      for (const p of set.data) {
        if (!p.error) continue;
        const at = x.getPixelForValue(p.x), low = y.getPixelForValue(p.y - p.error), high = y.getPixelForValue(p.y + p.error);
        ctx.beginPath();
        ctx.moveTo(at, low); ctx.lineTo(at, high);
        for (const end of [low, high]) { ctx.moveTo(at - 3.5, end); ctx.lineTo(at + 3.5, end); }
        ctx.stroke();
      }
    });
    ctx.strokeStyle = '#555'; ctx.fillStyle = '#444'; ctx.font = '11px ' + font.family; ctx.textAlign = 'right';
    ctx.setLineDash([2, 3]);
    for (const guide of plot.guides) {
      const at = y.getPixelForValue(guide.y);
      ctx.beginPath(); ctx.moveTo(area.left, at); ctx.lineTo(area.right, at); ctx.stroke();
      ctx.fillText(guide.label, area.right - 6, at < area.top + 16 ? at + 13 : at - 5);
    }
    ctx.restore();
  }
});

function tooltipOf(plot) {
  const unitless = text => text.replace(/ \([^()]*\)$/, '');
  const unit = text => (text.match(/ \(([^()]*)\)$/) || ['', ''])[1];
  const isBar = plot.x.categories.length > 0;
  return {
    filter: item => !item.dataset.isBand, bodyFont: font, titleFont: font,
    callbacks: {
      title: items => !items.length ? '' : isBar ? items[0].label
        : `${unitless(plot.x.label)} ${readable(items[0].parsed.x)} ${unit(plot.x.label)}`,
      label: item => {
        const name = item.dataset.label || unitless(plot.y.label), error = item.raw && item.raw.error;
        return ` ${name}: ${readable(item.parsed.y)}${error ? ' ± ' + readable(error, 2) : ''} ${unit(plot.y.label)}`;
      }
    }
  };
}

function makeChart(canvas, plot, isLog) {
  const isBar = plot.x.categories.length > 0;
  const config = {
    type: isBar ? 'bar' : 'scatter', plugins: [additionsTo(plot)],
    data: {labels: isBar ? plot.x.categories : undefined, datasets: datasetsOf(plot)},
    options: {
      animation: false, maintainAspectRatio: false, devicePixelRatio: Math.max(2, window.devicePixelRatio || 1),
      interaction: isBar ? {mode: 'index', intersect: false} : {mode: 'nearest', axis: 'xy', intersect: false},
      scales: {x: scaleOf('x', plot.x, isLog.x), y: addRoom(scaleOf('y', plot.y, isLog.y), plot)},
      plugins: {
        legend: {display: plot.curves.concat(plot.bands).some(c => c.label), align: 'start',
                 labels: {font, boxWidth: 22, boxHeight: isBar ? 10 : 1, filter: item => item.text,
                          sort: (a, b) => a.datasetIndex - b.datasetIndex,
                          usePointStyle: false,
                          generateLabels: chart => Chart.defaults.plugins.legend.labels.generateLabels(chart).map(l => {
                            const set = chart.data.datasets[l.datasetIndex];
                            return {...l, fillStyle: set.borderColor || set.backgroundColor, lineWidth: isBar ? 0 : 2};
                          })}},
        tooltip: tooltipOf(plot),
        title: {display: !!plot.panel, text: plot.panel, align: 'start', color: '#111', padding: 2,
                font: {...font, size: 16, weight: 'bold'}}
      }
    }
  };
  return new Chart(canvas, config);
}

// ---- zoom: a box drawn with the mouse; a double click shows everything again

function setRange(chart, name, low, high) {
  Object.assign(chart.options.scales[name], {min: low, max: high});
  chart.update('none');
}

// chartOf(): the chart in the box now; follow(low, high): zoom x there and in its mates.
function addZoom(box, chartOf, follow) {
  const frame = document.createElement('div'), least = 8;
  let start = null;
  frame.className = 'zoom-box';
  const at = event => {
    const {left, top} = box.getBoundingClientRect();
    return {x: event.clientX - left, y: event.clientY - top};
  };
  const corners = (a, b) => {
    const {left, right, top, bottom} = chartOf().chartArea;
    const x = [a.x, b.x].map(v => Math.min(Math.max(v, left), right)).sort((u, v) => u - v);
    const y = [a.y, b.y].map(v => Math.min(Math.max(v, top), bottom)).sort((u, v) => u - v);
    const isFlat = y[1] - y[0] < least, isThin = x[1] - x[0] < least;
    return {x: isThin ? [left, right] : x, y: isFlat ? [top, bottom] : y, isFlat, isThin};
  };
  box.addEventListener('mousedown', event => {
    const p = at(event), a = chartOf().chartArea;
    if (event.button === 0 && p.x >= a.left && p.x <= a.right && p.y >= a.top && p.y <= a.bottom) start = p;
  });
  window.addEventListener('mousemove', event => {
    if (!start) return;
    const c = corners(start, at(event));
    if (c.isFlat && c.isThin) return frame.remove();
    if (!frame.parentNode) box.append(frame);
    Object.assign(frame.style, {left: c.x[0] + 'px', top: c.y[0] + 'px', width: c.x[1] - c.x[0] + 'px',
                                height: c.y[1] - c.y[0] + 'px'});
  });
  window.addEventListener('mouseup', event => {
    if (!start) return;
    const c = corners(start, at(event)), {x, y} = chartOf().scales;
    start = null;
    frame.remove();
    if (!c.isThin && x.type !== 'category') follow(x.getValueForPixel(c.x[0]), x.getValueForPixel(c.x[1]));
    if (!c.isFlat) setRange(chartOf(), 'y', y.getValueForPixel(c.y[1]), y.getValueForPixel(c.y[0]));
  });
}

// ---- a figure

function button(bar, words, press) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = words;
  made.addEventListener('click', () => press(made));
  bar.append(made);
  return made;
}

function addDivision(parent, name) {
  const made = parent.appendChild(document.createElement('div'));
  made.className = name;
  return made;
}

// The charts of one figure; those with the same x axis are zoomed together.
function makeCharts(live) {
  const plots = JSON.parse(live.querySelector('script').textContent);
  const isLog = plots.map(p => ({x: p.x.log, y: p.y.log}));
  const bar = addDivision(live, 'bar'), room = addDivision(live, 'charts');
  const boxes = plots.map(plot => {
    const box = addDivision(room, plot.width < 600 ? 'chart half' : 'chart');
    box.style.height = plot.height + 30 + 'px';
    box.append(document.createElement('canvas'));
    return box;
  });
  const draw = () => {
    (live.charts || []).forEach(chart => chart.destroy());
    live.charts = plots.map((plot, i) => makeChart(boxes[i].firstChild, plot, isLog[i]));
  };
  draw();
  const isMate = (a, b) => plots[a].x.label === plots[b].x.label;
  boxes.forEach((box, i) => {
    addZoom(box, () => live.charts[i], (low, high) => live.charts.forEach((chart, k) => {
      if (isMate(i, k)) setRange(chart, 'x', low, high);
    }));
    box.addEventListener('dblclick', draw);
  });
  for (const name of ['x', 'y']) {
    if (plots.some(p => p[name].categories.length)) continue;
    const isPressed = () => isLog.every(l => l[name]);
    const made = button(bar, 'log ' + name, b => {
      const wish = !isPressed();
      isLog.forEach(l => { l[name] = wish; });
      b.setAttribute('aria-pressed', wish);
      draw();
    });
    made.setAttribute('aria-pressed', isPressed());
  }
  button(bar, 'whole range', draw);
  bar.append(' draw a box to zoom; click a name to hide or show its curve');
}

document.body.classList.add('interactive');
document.querySelectorAll('div.live.plots').forEach(makeCharts);
document.querySelectorAll('div.live.maps').forEach(makeMaps);
