# Copyright (c) 2026 ns3-tunnel contributors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Sphinx configuration of the ns3-tunnel manual (built by ``./tunnel docs``)."""

project = "ns3-tunnel"
author = "ns3-tunnel contributors"
copyright = "2026, ns3-tunnel contributors"
version = "0.1"

extensions = []
root_doc = "index"
nitpicky = True
highlight_language = "none"

html_theme = "sphinx_rtd_theme"
html_title = "ns3-tunnel"
html_show_sourcelink = False
html_static_path = ["static"]
html_css_files = ["manual.css"]
