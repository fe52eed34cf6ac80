"use strict";
/*
 * The script of report.html: search, filters, and the flows behind a drawing.  The page is complete
 * without it.  Texts of the case come from the JSON block and reach the page by textContent only.
 */
(function () {
    var data = JSON.parse(document.getElementById("data").textContent);
    var all = function (selector, from) {
        return Array.prototype.slice.call((from || document).querySelectorAll(selector));
    };

    function make(tag, text, name) {
        var e = document.createElement(tag);
        if (text !== undefined) {
            e.textContent = text;
        }
        if (name) {
            e.className = name;
        }
        return e;
    }

    /* --- opening and closing --- */

    var folding = all("details.finding, details.entity, details.consignment, details.run");

    function setAll(open) {
        folding.forEach(function (d) {
            d.open = open;
        });
    }

    /* Ids in links may be cut, as the commands allow: #f1a2b3 opens the only finding that fits. */
    function find(id) {
        var exact = id && document.getElementById(id);
        if (exact || !/^[efs][0-9a-f]{2,32}$/.test(id)) {
            return exact;
        }
        var fits = all('[id^="' + id + '"]');
        return fits.length === 1 ? fits[0] : null;
    }

    function goTo(id) {
        var target = find(id);
        for (var e = target; e; e = e.parentElement) {
            if (e.tagName === "DETAILS") {
                e.open = true;
            }
            e.hidden = false;
        }
        if (target) {
            target.scrollIntoView();
        }
    }

    function hash() {
        return decodeURIComponent(location.hash.slice(1));
    }

    var before = [];
    window.addEventListener("beforeprint", function () {
        before = folding.map(function (d) {
            return d.open;
        });
        setAll(true);
    });
    window.addEventListener("afterprint", function () {
        folding.forEach(function (d, i) {
            d.open = before[i];
        });
    });
    window.addEventListener("hashchange", function () {
        goTo(hash());
    });

    /* --- search and filters --- */

    var q = document.getElementById("q");
    var detector = document.getElementById("detector");
    var weight = document.getElementById("weight");
    var findings = all("details.finding");
    var entities = all("details.entity");
    var syndicates = all("article.syndicate");
    var texts = new Map();

    function textOf(e) {
        var text = texts.get(e);
        if (text === undefined) {
            if (e.tagName === "ARTICLE") {
                text = Array.prototype.map.call(e.children, function (c) {
                    return c.tagName === "DETAILS" ? "" : c.textContent;
                }).join(" ");
            } else {
                text = e.textContent;
            }
            text = (e.id + " " + text).toLowerCase();
            texts.set(e, text);
        }
        return text;
    }

    function filter() {
        var words = q.value.toLowerCase().split(/\s+/).filter(Boolean);
        var from = weight.value === "" ? -Infinity : Number(weight.value);
        var narrowed = detector.value !== "" || from > -Infinity;
        var shown = [0, 0, 0];

        function has(e) {
            var text = words.length ? textOf(e) : "";
            return words.every(function (w) {
                return text.indexOf(w) >= 0;
            });
        }

        function check(f, parent) {
            var fits = (!detector.value || f.dataset.detector === detector.value) &&
                Number(f.dataset.weight) >= from && (parent || has(f));
            f.hidden = !fits;
            shown[1] += fits ? 1 : 0;
            return fits;
        }

        syndicates.forEach(function (s) {
            var own = has(s);
            var some = all("details.finding", s).filter(function (f) {
                return check(f, own);
            }).length > 0;
            s.hidden = !(some || (own && !narrowed));
            shown[0] += s.hidden ? 0 : 1;
            all('#syndicates tr a[href="#' + s.id + '"]').forEach(function (a) {
                a.closest("tr").hidden = s.hidden;
            });
        });
        all("#findings > details.finding").forEach(function (f) {
            check(f, false);
        });
        entities.forEach(function (e) {
            e.hidden = !has(e);
            shown[2] += e.hidden ? 0 : 1;
        });
        document.getElementById("matches").textContent = words.length || narrowed
            ? shown[0] + " of " + syndicates.length + " syndicates, " + shown[1] + " of " +
                findings.length + " findings, " + shown[2] + " of " + entities.length +
                " entities on this page"
            : "";
    }

    function startTools() {
        var codes = findings.map(function (f) {
            return f.dataset.detector;
        });
        codes.filter(function (c, i) {
            return codes.indexOf(c) === i;
        }).sort().forEach(function (c) {
            var o = make("option", c);
            o.value = c;
            detector.append(o);
        });
        [q, detector, weight].forEach(function (e) {
            e.addEventListener("input", filter);
        });
        document.getElementById("open-all").addEventListener("click", function () {
            setAll(true);
        });
        document.getElementById("close-all").addEventListener("click", function () {
            setAll(false);
        });
        document.addEventListener("keydown", function (e) {
            var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName);
            if (e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) {
                e.preventDefault();
                q.focus();
            } else if (e.key === "Escape" && e.target === q) {
                q.value = "";
                filter();
            }
        });
        document.getElementById("tools").hidden = false;
    }

    /* --- the drawings of one syndicate --- */

    function startSyndicate(article, net) {
        var svg = article.querySelector("figure.network svg");
        var anchor = article.querySelector("figure.timeline") || article.querySelector("figure");
        var days = [], range = null, panel = null, shownEdge = -1;
        if (!svg || !net) {
            return;
        }
        net.edges.forEach(function (e) {
            e.flows.forEach(function (f) {
                days.push(f[1]);
            });
        });

        function inRange(f) {
            return !range || (f[1] >= range[0] && f[1] <= range[1]);
        }

        function showFlows(i) {
            var edge = net.edges[i];
            var flows = edge.flows.filter(inRange);
            var table = make("table"), head = make("tr"), body = make("tbody");
            shownEdge = i;
            if (!panel) {
                panel = make("div", undefined, "panel");
                panel.setAttribute("role", "status");
                anchor.after(panel);
            }
            panel.replaceChildren();
            var title = make("h4");
            title.append(edge.layer === "goods" ? "Goods from " : "Money from ",
                make("bdi", net.nodes[edge.from]), " to ", make("bdi", net.nodes[edge.to]));
            ["Date", "Document", "Amount", "Where it was read"].forEach(function (t) {
                var th = make("th", t);
                th.scope = "col";
                head.append(th);
            });
            flows.forEach(function (f) {
                var row = make("tr"), source = make("td", undefined, "src");
                source.append(make("bdi", f[5]), " line " + f[6]);
                var number = make("td");
                number.append(f[2] + " ", make("bdi", f[3]));
                row.append(make("td", f[0], "date"), number, make("td", f[4], "n"), source);
                body.append(row);
            });
            var wide = make("div", undefined, "wide");
            var thead = make("thead");
            thead.append(head);
            table.append(thead, body);
            wide.append(table);
            var note = flows.length + " of " + edge.n + (edge.n === 1 ? " flow" : " flows");
            if (edge.flows.length < edge.n) {
                note += "; this page has the first " + edge.flows.length +
                    ", the network export has all";
            } else if (flows.length < edge.n) {
                note += " in the chosen period";
            }
            panel.append(title, make("p", note + ".", "quiet"), wide);
        }

        function light(nodes, edges) {
            svg.classList.toggle("focus", nodes !== null);
            all(".node", svg).forEach(function (n) {
                n.classList.toggle("on", nodes !== null && nodes.has(Number(n.dataset.node)));
            });
            all(".edge", svg).forEach(function (e) {
                e.classList.toggle("on", nodes !== null && edges.has(Number(e.dataset.edge)));
            });
        }

        function lightNode(i) {
            var nodes = new Set([i]), edges = new Set();
            net.edges.forEach(function (e, k) {
                if (e.from === i || e.to === i) {
                    nodes.add(e.from).add(e.to);
                    edges.add(k);
                }
            });
            light(nodes, edges);
        }

        all(".node", svg).forEach(function (n) {
            var i = Number(n.dataset.node);
            ["mouseenter", "focusin"].forEach(function (t) {
                n.addEventListener(t, function () {
                    lightNode(i);
                });
            });
            ["mouseleave", "focusout"].forEach(function (t) {
                n.addEventListener(t, function () {
                    light(null);
                });
            });
        });
        all(".edge", svg).forEach(function (e) {
            e.addEventListener("click", function () {
                showFlows(Number(e.dataset.edge));
            });
        });
        all("tr[data-edge]", article).forEach(function (row) {
            var i = Number(row.dataset.edge), button = make("button", "show", "plain");
            button.type = "button";
            button.setAttribute("aria-label", "Show the flows of this row");
            button.addEventListener("click", function () {
                showFlows(i);
                panel.scrollIntoView({block: "nearest"});
            });
            row.cells[2].append(" ", button);
            row.addEventListener("mouseenter", function () {
                light(new Set([net.edges[i].from, net.edges[i].to]), new Set([i]));
            });
            row.addEventListener("mouseleave", function () {
                light(null);
            });
        });
        startSlider();

        function startSlider() {
            var lo = Math.min.apply(null, days), hi = Math.max.apply(null, days);
            if (days.length < 2 || lo === hi) {
                return;
            }
            var box = make("div", undefined, "slider"), out = make("output");
            var inputs = ["From", "To"].map(function (name, i) {
                var label = make("label", name + " "), input = make("input");
                input.type = "range";
                input.min = lo;
                input.max = hi;
                input.value = i ? hi : lo;
                input.addEventListener("input", apply);
                label.append(input);
                box.append(label);
                return input;
            });
            box.append(out);
            anchor.after(box);
            anchor = box;
            out.textContent = "whole period";

            function text(day) {
                return new Date(day * 86400000).toISOString().slice(0, 10);
            }

            function apply() {
                var a = Number(inputs[0].value), b = Number(inputs[1].value);
                range = [Math.min(a, b), Math.max(a, b)];
                var whole = range[0] === lo && range[1] === hi;
                out.textContent = whole ? "whole period" : text(range[0]) + " to " + text(range[1]);
                all(".edge", svg).forEach(function (e) {
                    var edge = net.edges[Number(e.dataset.edge)];
                    e.classList.toggle("off", edge.flows.length === edge.n &&
                        !edge.flows.some(inRange));
                });
                all("figure.timeline .mark", article).forEach(function (m) {
                    m.classList.toggle("off", Number(m.dataset.to) < range[0] ||
                        Number(m.dataset.from) > range[1]);
                });
                if (shownEdge >= 0) {
                    showFlows(shownEdge);
                }
            }
        }
    }

    /* Tables that scroll sideways can be reached by keyboard. */
    function reachable() {
        all(".wide").forEach(function (w) {
            if (w.scrollWidth > w.clientWidth + 1) {
                w.tabIndex = 0;
            } else {
                w.removeAttribute("tabindex");
            }
        });
    }

    setAll(false);
    startTools();
    syndicates.forEach(function (s, i) {
        startSyndicate(s, data[i]);
    });
    if (location.hash) {
        goTo(hash());
    }
    reachable();
    window.addEventListener("resize", reachable);
    document.addEventListener("toggle", reachable, true);
}());
