"""Sphinx configuration of the ns3-tunnel manual (built by ``./tunnel docs``)."""

project = "ns3-tunnel"
author = "ns3-tunnel contributors"
copyright = "2026, ns3-tunnel contributors"

extensions = []
source_suffix = ".rst"
root_doc = "index"
nitpicky = True

html_theme = "sphinx_rtd_theme"
html_title = "ns3-tunnel"
html_show_sourcelink = False
