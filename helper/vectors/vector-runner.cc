/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/vector-runner.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace ns3
{

namespace
{

/** The files that a path stands for. */
std::vector<std::string>
FindFiles(const std::string& path)
{
    namespace fs = std::filesystem;
    std::error_code error;
    if (!fs::exists(path, error))
    {
        throw VectorFileError(path + ": there is no such file or folder");
    }
    if (!fs::is_directory(path, error))
    {
        return {path};
    }
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(path))
    {
        if (entry.is_regular_file() && entry.path().extension() == ".json")
        {
            files.push_back(entry.path().string());
        }
    }
    if (files.empty())
    {
        throw VectorFileError(path + ": there are no vector files (*.json) in this folder");
    }
    std::sort(files.begin(), files.end());
    return files;
}

/** Shows how far the run is, on a terminal only. */
class Progress
{
  public:
    explicit Progress(size_t total)
        : m_total(total),
          m_shown(isatty(STDERR_FILENO) != 0)
    {
    }

    ~Progress()
    {
        Clear();
    }

    void Show(const std::string& topic)
    {
        ++m_done;
        if (m_shown)
        {
            std::cerr << "\r\033[K" << m_done << "/" << m_total << " " << topic << std::flush;
        }
    }

    void Clear()
    {
        if (m_shown)
        {
            std::cerr << "\r\033[K" << std::flush;
        }
    }

  private:
    size_t m_done{0};
    size_t m_total;
    bool m_shown;
};

} // namespace

int
RunVectors(const std::vector<std::string>& paths, std::ostream& out)
{
    std::vector<VectorFile> files;
    bool readable = true;
    size_t total = 0;
    for (const auto& path : paths)
    {
        try
        {
            for (const auto& file : FindFiles(path))
            {
                files.push_back(ReadVectorFile(file));
                total += files.back().cases.size();
            }
        }
        catch (const VectorFileError& error)
        {
            std::cerr << error.what() << "\n";
            readable = false;
        }
    }
    if (!readable || paths.empty())
    {
        return 2;
    }
    size_t failed = 0;
    Progress progress(total);
    for (const auto& file : files)
    {
        for (const auto& vectorCase : file.cases)
        {
            progress.Show(file.topic);
            const std::string problem = RunVectorCase(vectorCase);
            if (!problem.empty())
            {
                ++failed;
                progress.Clear();
                out << "FAIL " << file.path << ": " << vectorCase.name << ": " << problem
                    << (problem.back() == '\n' ? "" : "\n");
            }
        }
    }
    progress.Clear();
    out << total - failed << " passed, " << failed << " failed\n";
    return failed == 0 ? 0 : 1;
}

} // namespace ns3
