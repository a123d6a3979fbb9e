"""Looks at a report in a headless Chromium as a reader does: click, hover, zoom, slider, print.

    look_at_page.py REPORT.html [PICTURE.png]

The page must have the figures of a run with maps. Exit code 0 if all is as it should be, 1 if not; what is wrong is
printed. Without a Chromium the last line is "no Chromium".
"""

import struct
import sys
import zlib

from browser import Browser, find_browser

faults = []


def expect(condition, words):
    if not condition:
        faults.append(words)


def colours(png, box):
    """Colours inside box (x, y, width, height) of an 8-bit RGB or RGBA picture without interlacing."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert depth == 8 and kind in (2, 6), (depth, kind)
    at, packed = 8, b""
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at:at + 8])
        if name == b"IDAT":
            packed += png[at + 8:at + 8 + length]
        at += 12 + length
    size = 3 if kind == 2 else 4
    raw, stride, rows, previous = zlib.decompress(packed), width * size, [], bytes(width * size)
    for y in range(height):
        code, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            left, up = (line[x - size] if x >= size else 0), previous[x]
            corner = previous[x - size] if x >= size else 0
            guess = left + up - corner
            paeth = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            line[x] = (line[x] + (0, left, up, (left + up) // 2, paeth)[code]) & 255
        rows.append(bytes(line))
        previous = rows[-1]
    x0, y0, w, h = map(int, box)
    return {row[size * x:size * x + 3] for row in rows[y0:y0 + h] for x in range(x0, x0 + w)}


def box_of(browser, selector):
    """Place of an element in the window, after scrolling to it."""
    browser.evaluate(f"document.querySelector('{selector}').scrollIntoView({{block: 'center'}})")
    return browser.evaluate(f"(b => [b.x, b.y, b.width, b.height])(document.querySelector('{selector}').getBoundingClientRect())")


def look_at_charts(browser):
    n_charts = browser.evaluate("[...document.querySelectorAll('div.live.plots')].map(l => l.charts.length).join()")
    expect(n_charts and "0" not in n_charts.split(","), f"charts per figure: {n_charts}")
    pulse = "#pulse div.chart"
    x, y, width, height = box_of(browser, pulse)
    expect(len(colours(browser.screenshot(), (x, y, width, height))) > 20, "the first chart is blank")

    chart = f"document.querySelector('{pulse}').closest('div.live').charts[0]"
    browser.mouse("Moved", x + width / 2, y + height / 2)
    words = browser.evaluate(f"(t => t.opacity > 0 ? [...t.title, ...t.body.flatMap(b => b.lines)].join() : '')({chart}.tooltip)")
    expect("ns" in words and "V" in words, f"values under the mouse: '{words}'")

    before = browser.evaluate(f"{chart}.scales.x.max - {chart}.scales.x.min")
    browser.drag(x + 0.4 * width, y + 0.4 * height, x + 0.6 * width, y + 0.7 * height)
    after = browser.evaluate(f"{chart}.scales.x.max - {chart}.scales.x.min")
    expect(0 < after < 0.5 * before, f"a box drawn over a fifth of the chart changes its range from {before} to {after}")
    mates = browser.evaluate(f"document.querySelector('{pulse}').closest('div.live').charts.map(c => c.scales.x.max - c.scales.x.min)")
    expect(max(mates) - min(mates) < 1e-6 * before, f"the charts of the stack show different ranges: {mates}")
    browser.click(x + width / 2, y + height / 2, clicks=2)
    expect(abs(browser.evaluate(f"{chart}.scales.x.max - {chart}.scales.x.min") - before) < 1e-9 * before,
           "a double click does not show the whole range")

    legend = browser.evaluate(f"(b => [b.left, b.top, b.width, b.height])({chart}.legend.legendHitBoxes[0])")
    browser.click(x + legend[0] + legend[2] / 2, y + legend[1] + legend[3] / 2)
    expect(not browser.evaluate(f"{chart}.isDatasetVisible(0)"), "a click on a name does not hide its curve")

    left, top, w, h = box_of(browser, "#pulse div.bar button")
    browser.click(left + w / 2, top + h / 2)
    expect(browser.evaluate(f"{chart}.scales.x.type") == "logarithmic", "log x does not make the axis logarithmic")


def look_at_maps(browser):
    x, y, width, height = box_of(browser, "#maps canvas")
    expect(len(colours(browser.screenshot(), (x, y, width, height))) > 100, "the map is blank")
    browser.mouse("Moved", x + 56 + 280, y + height / 2)
    words = browser.evaluate("document.querySelector('#maps output').textContent")
    expect(" K, " in words and "nm" in words, f"values under the mouse on the map: '{words}'")
    first = browser.screenshot()
    browser.evaluate("(s => { s.value = 1; s.dispatchEvent(new Event('input')); })(document.querySelector('#maps input'))")
    expect(browser.screenshot() != first, "the slider does not change the map")
    browser.evaluate("(s => { s.value = 'phases'; s.dispatchEvent(new Event('input')); })(document.querySelector('#maps select'))")
    expect("crystal" in browser.evaluate("document.querySelector('#maps select').selectedOptions[0].text") or
           browser.screenshot() != first, "the choice of the field does not change the map")


def look_at_page(browser):
    links = browser.evaluate("[...document.querySelectorAll('nav a')].filter(a => !document.querySelector(a.getAttribute('href'))).length")
    expect(links == 0, f"{links} links of the contents lead nowhere")
    table = browser.evaluate("fetch(document.querySelector('a[download]').href).then(r => r.text()).then(t => t.split('\\n')[0])")
    expect("," in table and "(" in table, f"first line of the first CSV file: '{table}'")
    browser.call("Emulation.setEmulatedMedia", media="print")
    shown = browser.evaluate("[...document.querySelectorAll('figure.has-live')].filter(f => "
                             "f.querySelector('svg').getBoundingClientRect().width > 0 && "
                             "f.querySelector('div.live').getBoundingClientRect().width === 0).length")
    expect(shown == browser.evaluate("document.querySelectorAll('figure.has-live').length"), "print does not show all drawings")
    browser.call("Emulation.setEmulatedMedia", media="")


def main(path, picture=None):
    if not find_browser():
        print("no Chromium")
        return 0
    browser = Browser()
    try:
        browser.open(path)
        look_at_charts(browser)
        look_at_maps(browser)
        look_at_page(browser)
        if picture:
            browser.screenshot(picture, whole=True)
        faults.extend(browser.complaints)
    finally:
        browser.close()
    for fault in faults:
        print("fault:", fault)
    print("looked at", path)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
